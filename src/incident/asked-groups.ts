/** The groups that a playbook asks for a yes. */
import { readPlaybook } from '../playbook/read.ts';

/** The groups in the ladders of a playbook's text; null when it cannot be read. */
export function askedGroups(playbook: () => { name: string; text: string }): string[] | null {
  try {
    const { text, name } = playbook();
    const ladders = Object.values(readPlaybook(text, name).ladders);
    return [...new Set(ladders.flatMap((ladder) => Object.values(ladder).map((rung) => rung.from)))];
  } catch {
    return null;
  }
}
