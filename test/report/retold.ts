/** A record in which somebody else chose every word. */
import type { ReportInput } from '../../src/report/story/report-input.ts';
import type { Entry } from '../../src/timeline/entry.ts';
import { mendedUsage } from './under-fire-stories.ts';

/** Keys whose values the machine wrote, and which the report reads as such. */
const machineKeys = new Set(['at', 'until', 'expiresAt', 'result', 'verb', 'order', 'credential']);

/** The same record with every text in it replaced: bodies, rows of usage, titles, names. */
export function retold(input: ReportInput, tell: (text: string) => string): ReportInput {
  const deep = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return machineKeys.has(key) ? value : tell(value);
    if (Array.isArray(value)) return value.map((one) => deep(one, key));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, deep(inner, name)]));
  };
  return {
    ...input,
    people: input.people.map(({ id, name }) => ({ id, name: tell(name) })),
    stages: input.stages.map((stage) => ({
      ...stage,
      title: tell(stage.title),
      steps: stage.steps.map(({ id, title }) => ({ id, title: tell(title) })),
    })),
    entries: input.entries.map((entry) => ({ ...entry, body: deep(entry.body) })) as Entry[],
    usage: mendedUsage.map((use) => ({ ...use, row: JSON.stringify(deep(JSON.parse(use.row))) })),
  };
}
