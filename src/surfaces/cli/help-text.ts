import type { KindHelp } from './terminal-composition.ts';

/** What stands above everything else: a leak from the first word to the report. */
export function openingText(program: string, kinds: KindHelp[]): string {
  const kind = kinds[0];
  const locators = neededBy(kind)
    .map((key) => ` --locator ${key}=VALUE`)
    .join('');
  return `Staunch cuts off a leaked secret within 15 minutes, proves it, and writes it down.

A leak, in order:
  1  declare   printf %s "$LEAKED" | ${program} declare --kind ${kind?.name ?? 'KIND'}${locators} --value-stdin
  2  plan      ${program} plan INC-1                      what will happen, and what breaks
  3  approve   ${program} approve INC-1 --plan 3f9a12bc   your yes, signed with your SSH key
  4  wait      ${program} wait INC-1 --for cut-off        until it is refused, proven
  5  report    ${program} report INC-1 > report.md

Without an account or a server: ${program} start --practice
`;
}

/** The keys that a locator of this kind must have. */
export function neededBy(kind: KindHelp | undefined): string[] {
  return kind === undefined ? ['key'] : kind.locator.filter((key) => !kind.optional.includes(key));
}

/** The kinds for a help text: a configuration with faults must not keep anybody from reading it. */
export function kindsOf(list: () => KindHelp[]): KindHelp[] {
  try {
    return list();
  } catch {
    return [];
  }
}

export function kindsText(kinds: KindHelp[]): string {
  const lines = kinds.map(({ name, title, locator, optional }) => {
    const keys = locator.map((key) => (optional.includes(key) ? `[${key}=…]` : `${key}=…`)).join(' ');
    return `  ${name.padEnd(22)} ${title}; --locator ${keys}`;
  });
  return `\nKinds ([…] may be left out):\n${lines.join('\n')}`;
}

/** The last lines of a command's help. */
export function exampleText(...lines: string[]): string {
  return `\nExample${lines.length > 1 ? 's' : ''}:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

export const exitCodesText = `
Exit codes: 0 yes · 1 no (not in time, refused) · 2 wrong usage or configuration · 3 no such thing · 4 not allowed · 5 nobody reached`;
