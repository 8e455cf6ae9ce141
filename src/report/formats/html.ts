/** A report as one page that needs nothing else: no script, no font, no image, no address. */
import type { Block, Fact, ReportDocument, Section } from '../document/block.ts';
import { plainOf, type Rich } from '../document/rich.ts';
import { htmlStyle } from './html-style.ts';
import { escaped, richHtml } from './html-text.ts';
import { svgDrawing } from './svg-drawing.ts';

/** Even a fault in this file could then neither run nor fetch anything. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** Says what colours and shapes mean, for whoever cannot tell the colours apart too. */
const legend =
  'Dots are moments, bars are stages. An upright stroke is the limit of the stage, the dashed line that of the whole; an arrow goes on.';

export function toHtml({ title, banners, verdict, state, sections }: ReportDocument): string {
  const banner = banners.map((line) => `<p class="banner">${richHtml(line)}</p>`);
  const [first, ...others] = sections.map(sectionHtml);
  return `${[
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">`,
    '<meta name="referrer" content="no-referrer">',
    '<meta name="robots" content="noindex">',
    `<title>${escaped(plainOf(title))}</title>`,
    `<style>${htmlStyle}</style>`,
    '</head>',
    '<body>',
    ...banner,
    '<main>',
    `<h1>${richHtml(title)}</h1>`,
    `<p class="verdict ${verdict.tone}">${richHtml(verdict.text)}</p>`,
    first ?? '',
    `<p class="state">${richHtml(state)}</p>`,
    contents(sections),
    ...others,
    '</main>',
    ...banner,
    '</body>',
    '</html>',
  ].join('\n')}\n`;
}

function contents(sections: readonly Section[]): string {
  const items = sections.map(({ title }, index) => `<li><a href="#section-${index + 1}">${escaped(title)}</a></li>`);
  return `<nav aria-label="Contents"><ol>${items.join('')}</ol></nav>`;
}

function sectionHtml({ title, blocks }: Section, index: number): string {
  const number = index + 1;
  return [
    `<section id="section-${number}">`,
    `<h2>${number}. ${escaped(title)}</h2>`,
    ...blocks.map(blockHtml),
    '</section>',
  ].join('\n');
}

function blockHtml(block: Block): string {
  switch (block.type) {
    case 'heading':
      return `<h3>${richHtml(block.text)}</h3>`;
    case 'paragraph':
      return paragraphHtml(block);
    case 'list': {
      const tag = block.ordered ? 'ol' : 'ul';
      return `<${tag}>${block.items.map((item) => `<li>${richHtml(item)}</li>`).join('')}</${tag}>`;
    }
    case 'facts':
      return `<dl class="facts">${block.facts.map(factHtml).join('\n')}</dl>`;
    case 'table':
      return tableHtml(block);
    case 'drawing':
      return [
        `<figure><figcaption>${escaped(block.drawing.title)}</figcaption>`,
        svgDrawing(block.drawing, 'narrow'),
        svgDrawing(block.drawing, 'wide'),
        `<p class="legend">${escaped(legend)}</p></figure>`,
      ].join('\n');
  }
}

function paragraphHtml({ mark, text }: Extract<Block, { type: 'paragraph' }>): string {
  if (mark === 'plain') return `<p>${richHtml(text)}</p>`;
  return mark === 'todo' ? `<p class="todo"><b>TODO:</b> ${richHtml(text)}</p>` : `<p class="warning">${richHtml(text)}</p>`;
}

function factHtml({ name, lines, tone }: Fact): string {
  const toned = tone === undefined ? '' : ` class="tone ${tone}"`;
  return `<dt>${escaped(name)}</dt><dd${toned}>${lines.map((line) => `<p>${richHtml(line)}</p>`).join('')}</dd>`;
}

/** Each cell knows its head: on a narrow page, where a row becomes a card, the style sheet shows it. */
function tableHtml({ shape, head, rows }: Extract<Block, { type: 'table' }>): string {
  const heads = head.map((name) => `<th scope="col">${escaped(name)}</th>`).join('');
  const cell = (text: Rich, index: number) => `<td data-head="${escaped(head[index] ?? '')}"><div>${richHtml(text)}</div></td>`;
  const body = rows.map((cells) => `<tr>${cells.map(cell).join('')}</tr>`);
  return [
    `<div class="scroll"><table class="${shape}"><thead><tr>${heads}</tr></thead>`,
    '<tbody>',
    ...body,
    '</tbody></table></div>',
  ].join('\n');
}
