/** Text as HTML that shows it, in content and in attributes. */
import type { Inline, Rich } from '../document/rich.ts';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => entities[char] ?? char);

export const richHtml = (line: Rich): string => line.map(one).join('');

function one(part: Inline): string {
  switch (part.type) {
    case 'text':
      return escaped(part.text);
    case 'code':
      return `<code>${escaped(part.text)}</code>`;
    case 'strong':
      return `<strong>${richHtml(part.of)}</strong>`;
    case 'gone':
      return '<em class="gone">[purged]</em>';
  }
}
