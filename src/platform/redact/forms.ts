/** The spellings in which one value can turn up in text: raw, quoted for SQL, URL, JSON, base64 at any alignment, hex. */

/** All distinct spellings of `value`, none of them empty. Lone surrogates are spelled as UTF-8 spells them: U+FFFD. */
export function formsOf(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8');
  const raw = [value, value.replaceAll("'", "''")];
  const forms = [
    ...raw,
    ...raw.flatMap(jsonForms),
    ...urlForms(value.toWellFormed()),
    ...base64Forms(bytes),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
  ];
  return [...new Set(forms)].filter((form) => form !== '');
}

/** As text inside JSON, with "/" and non-ASCII escaped or not, and inside JSON that is itself text in JSON. */
function jsonForms(value: string): string[] {
  const once = jsonInner(value);
  const ascii = once.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [once, ascii, once.replaceAll('/', '\\/'), jsonInner(once), jsonInner(ascii)];
}

function jsonInner(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

/** As encodeURIComponent spells it, as RFC 3986 does (!'()* too), as a form does ("+" for a space), each in both cases. */
function urlForms(value: string): string[] {
  const component = encodeURIComponent(value);
  const strict = component.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  const spellings = [component, strict, strict.replaceAll('%20', '+'), encodeURI(value)];
  return spellings.flatMap((spelling) => [spelling, spelling.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())]);
}

/**
 * Alone, with and without padding, and inside something longer: there the value can begin at any of three alignments, and
 * only the characters that depend on nothing but the value are looked for.
 */
function base64Forms(bytes: Buffer): string[] {
  const alone = bytes.toString('base64');
  const cores = [0, 1, 2].map((offset) => {
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    return shifted.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
  });
  return [alone, alone.replace(/=+$/, ''), ...cores].flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')]);
}
