/** What a surface may do with incidents: send a command, or read. In the bot's process or through its socket. */
import type { Command, Refusal } from './command.ts';
import type { Budget, Raised, RaiseOrder, Resumed, ResumeOrder, StopOrder, Stopped } from './order.ts';
import type { Brake, View } from './view.ts';

export type Sent = { ok: true; view: View; joined?: boolean } | { ok: false; refusal: Refusal };

/** One line of `staunch timeline`; everything behind `actor` is what the entry's type says of itself. */
export type TimelineLine = { seq: number; at: string; type: string; actor: string; [field: string]: unknown };

/** How a report is written, and for whom: `external` names nobody and no place. */
export type Edition = { format: 'md' | 'html' | 'json'; audience: 'internal' | 'external' };

export type Desk = {
  send(command: Command): Promise<Sent>;
  /** The id of an incident by id, number ("7", "INC-7") or an unambiguous beginning of its id; null if there is none. */
  find(reference: string): Promise<string | null>;
  view(incident: string): Promise<View | null>;
  list(): Promise<View[]>;
  timeline(incident: string): Promise<TimelineLine[] | null>;
  /** The post-mortem as a document of that edition. */
  report(incident: string, edition: Edition): Promise<string | null>;
  /** The signed export of the record, as `docs/evidence.md` describes it. */
  bundle(incident: string): Promise<string | null>;
  /** Halts every call that changes anything, in every incident, or those to one provider. */
  stop(order: StopOrder): Promise<Stopped>;
  resume(order: ResumeOrder): Promise<Resumed>;
  /** What is stopped now, the stop of everything first. */
  brakes(): Promise<Brake[]>;
  /** How much of the hourly budget of strikes is used, by all bots. */
  budget(): Promise<Budget>;
  /** Raises it for a while. */
  raiseBudget(order: RaiseOrder): Promise<Raised>;
  close(): Promise<void>;
};
