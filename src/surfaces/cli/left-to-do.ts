import { timeOfDay } from './render/time-words.ts';

/** The next thing due: its incident's number, and which job it is (a timer, a value, or a step by its id). */
export type NextDue = { incident: number; what: string; at: Date };

/** What a command leaves undone, in a sentence for people. `alone`: nobody but a command works here. */
export function leftToDo(left: { count: number; next: NextDue }, now: Date, program: string, alone: boolean): string {
  const { incident, what, at } = left.next;
  const more = left.count === 1 ? '' : `, and ${left.count - 1} more after it`;
  const next = `What comes next, ${named(what)} of INC-${incident} at ${timeOfDay(at.toISOString(), now)}${more}`;
  return alone
    ? `No bot is running. ${next}, happens at the next command or under \`${program} start\`.`
    : `${next}, happens under a running bot or at the next command with --work.`;
}

/** The timers are named by the playbook's machine ("stage-warned:notify"), values by what they are, steps by their ids. */
function named(what: string): string {
  const [timer = '', stage] = what.split(':');
  const of = stage === undefined ? '' : ` for ${stage}`;
  switch (timer) {
    case 'stage-warned':
    case 'clock-warned':
      return `a reminder${of}`;
    case 'stage-overdue':
    case 'clock-overdue':
      return `the limit${of}`;
    case 'gate-expires':
      return `the end of an asking${of}`;
    case 'ask-again':
    case 'pass-on':
      return `asking people again${of}`;
    case 'alone':
      return `the end of a countdown${of}`;
    case 'leaked':
    case 'new':
      return 'the destruction of a held value';
    case 'witness':
      return 'the next try to write the witness file';
    default:
      return `the retry of ${what}`;
  }
}
