/** The desk of this process: commands become transactions, questions are read from the record. */
import { readEntries } from '../timeline/read.ts';
import { type BrakeParts, resume, stop } from './brake.ts';
import { type BudgetParts, budgetNow, raiseBudget } from './budget.ts';
import type { Command } from './command.ts';
import { type DeclareParts, declare } from './declare.ts';
import type { Desk, Edition, Sent } from './desk.ts';
import { type DispatchParts, dispatch } from './dispatch.ts';
import { bundleOf, type ExportParts } from './export.ts';
import { readView } from './read-view.ts';
import { recordOf, type TimelineRecord } from './record-of.ts';
import { readBrakes } from './rows/brake-row.ts';
import { allIncidents, findIncidents, readIncident } from './rows/incident-row.ts';
import { type ScreenParts, screened } from './screen.ts';
import { timelineLines } from './timeline-lines.ts';
import type { View } from './view.ts';

export type DeskParts = DeclareParts &
  BrakeParts &
  BudgetParts &
  DispatchParts &
  Omit<ExportParts, 'db'> &
  Omit<ScreenParts, 'values'> & {
    /** The post-mortem of a record. */
    report(record: TimelineRecord, edition: Edition): string;
    /** Told when there may be new work. */
    wake(): void;
  };

export function deskOf(parts: DeskParts): Desk {
  const { query } = parts.db;
  const view = (id: string) => readView(parts, query, id);

  return {
    view,
    async send(typed) {
      const command = await screened({ ...parts, values: parts.turn.values }, typed);
      const outcome = await carry(parts, command);
      parts.wake();
      if ('refusal' in outcome) return { ok: false, refusal: outcome.refusal };
      const after = await view(outcome.incident);
      if (after === null) throw new TypeError(`The incident ${outcome.incident} cannot be read back.`);
      return { ok: true, view: after, joined: outcome.joined };
    },
    async find(reference) {
      const number = /^(?:INC-)?([0-9]{1,9})$/i.exec(reference)?.[1];
      const prefix = /^[0-9a-f-]{4,36}$/i.test(reference) ? reference.toLowerCase() : '';
      const found = await findIncidents(query, { number: number === undefined ? null : Number(number), prefix });
      return found.length === 1 ? (found[0] ?? null) : null;
    },
    async list() {
      const views: View[] = [];
      for (const id of await allIncidents(query)) {
        const one = await view(id);
        if (one !== null) views.push(one);
      }
      return views;
    },
    async timeline(id) {
      if ((await readIncident(query, id)) === null) return null;
      return timelineLines(await readEntries(query, id, 'all'));
    },
    async report(id, edition) {
      const record = await recordOf(query, parts.playbooks, parts.names(), id);
      return record === null ? null : parts.report(record, edition);
    },
    bundle: (id) => bundleOf(parts, id),
    stop: (order) => stop(parts, order),
    async resume(order) {
      const resumed = await resume(parts, order);
      parts.wake();
      return resumed;
    },
    brakes: () => readBrakes(query),
    budget: () => budgetNow(parts),
    raiseBudget: (order) => raiseBudget(parts, order),
    close: () => Promise.resolve(),
  };
}

type Outcome = { incident: string; joined: boolean } | Extract<Sent, { ok: false }>;

async function carry(parts: DeskParts, command: Command): Promise<Outcome> {
  if (command.type !== 'declare') {
    const dispatched = await dispatch(parts, command);
    return dispatched.ok ? { incident: command.incident, joined: false } : dispatched;
  }
  const declared = await declare(parts, command);
  return declared.ok ? { incident: declared.incident, joined: declared.joined } : declared;
}
