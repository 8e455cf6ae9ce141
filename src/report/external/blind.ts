/**
 * The record as somebody outside may read it: before anything is told, every text that anybody wrote is gone, and with it
 * names, hosts, roles, commands, answers and reasons. What is left is what the machine reads.
 */
import type { Entry } from '../../timeline/entry.ts';
import type { ReportInput } from '../story/report-input.ts';

/** No body, no row of usage, no title of a step, nobody's name or zone. */
export function blind(input: ReportInput): ReportInput {
  return {
    ...input,
    people: [],
    // A zone tells where somebody lives.
    zone: 'UTC',
    usage: [],
    stages: input.stages.map((stage) => ({ ...stage, steps: stage.steps.map(({ id }) => ({ id, title: '' })) })),
    entries: input.entries.map((entry) => ({ ...entry, body: null }) as Entry),
  };
}
