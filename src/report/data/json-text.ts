/** JSON that people can read and programs can compare: the same data, the same bytes. */

/** What a terminal or an editor would obey without showing it: valid JSON writes it as an escape. */
const obeyed = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

export function jsonText(data: unknown): string {
  const text = JSON.stringify(data, null, 2).replace(obeyed, (found) => (found === '\n' ? found : escapes(found)));
  return `${text}\n`;
}

/** Each half of a pair by itself. */
function escapes(found: string): string {
  return found
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
