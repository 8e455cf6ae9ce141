import { postMortem } from '../../src/report/post-mortem.ts';
import type { ReportInput } from '../../src/report/story/report-input.ts';
import { recordOf } from './record-builder.ts';

export const markdownOf = (input: ReportInput) => postMortem(input, { format: 'md', audience: 'internal' });
export const htmlOf = (input: ReportInput) => postMortem(input, { format: 'html', audience: 'internal' });

/** The lines of one section, by the beginning of its title. */
export function section(report: string, title: string): string {
  const parts = report.split(/^## \d+\. /m);
  const found = parts.find((part) => part.startsWith(title));
  if (found === undefined) throw new Error(`The report has no section "${title}".`);
  return found.slice(found.indexOf('\n') + 1).trim();
}

/** One section of the report on a story. */
export const of = (story: Parameters<typeof recordOf>[0], title: string, over: Partial<ReportInput> = {}) =>
  section(markdownOf(recordOf(story, over)), title);
