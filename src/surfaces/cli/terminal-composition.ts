import type { Desk } from '../../incident/desk.ts';
import type { Finding } from './render/findings.ts';
import type { KindEntry } from './render/kinds.ts';
import type { Trial } from './render/trial.ts';
import type { WalkedPlaybook } from './render/walked.ts';

/** Where the configuration and the embedded database are, as typed; null means the default place. */
export type Place = { config: string | null; data: string | null };

export type OpenedDesk = {
  desk: Desk;
  /** False when nobody will do what a command asks for: DATABASE_URL without a bot's heartbeat, and no `--work`. */
  botAlive: boolean;
  /** Works what is due, lets go of everything; answers what is left and when, in a sentence for people, or null. */
  finish(): Promise<string | null>;
};

/** A person of staunch.yml. `login`: the account on this machine; `ssh`: an OpenSSH public key line. */
export type TerminalPerson = { id: string; name: string; login: string | null; ssh: string | null };

/** What help and validation say about a credential kind. `optional`: keys of `locator` that may be left out. */
export type KindHelp = { name: string; title: string; locator: string[]; optional: string[] };

export type StartOptions = Place & { practice: boolean; auto: boolean; terminal: boolean; json: boolean; work: boolean };

/**
 * What the terminal needs from the rest of the house; `main.ts` gives it.
 * Each function may throw a TerminalError, whose class becomes the exit code; anything else ends with 5.
 */
export type TerminalComposition = {
  version: string;
  /** How a person starts this program here ("npx staunch"): stands before every command shown. */
  program: string;
  /** The account on this machine. */
  account: string;
  /** STAUNCH_PERSON, or null. */
  person: string | null;
  /** The kinds under that configuration. Throws a TerminalError (usage) for one that has faults. */
  kinds(place: Place): KindHelp[];
  /** The people of the configuration; empty when there is none. */
  people(place: Place): Promise<TerminalPerson[]>;
  /** `idle`: takes up no work before `finish`. */
  openDesk(options: Place & { work: boolean; idle?: boolean; opens?: boolean }): Promise<OpenedDesk>;
  /** Runs the bot until it ends; answers the exit code. */
  start(options: StartOptions): Promise<number>;
  checkConfig(place: Place): Promise<Finding[]>;
  lintPlaybook(file: string, place: Place): Promise<Finding[]>;
  /** The playbook as Mermaid text; `detail`: each step as a box. */
  drawPlaybook(file: string, detail: boolean): Promise<string>;
  /** Every path of the playbook, walked. */
  walkPlaybook(file: string, place: Place): Promise<WalkedPlaybook>;
  /** What is known of each kind under that configuration. */
  listKinds(place: Place): Promise<KindEntry[]>;
  /** The faults of a service file; without any, also the kinds it offers. */
  checkService(file: string, place: Place): Promise<{ findings: Finding[]; offers: KindEntry[] }>;
  /** Looks one credential up and tries it, changing nothing and recording nothing. */
  tryCredential(wish: TrialWish, place: Place): Promise<Trial>;
  /** Starts a practice Slack alone. Throws a TerminalError for a port that is taken or a manifest that cannot be used. */
  practiceSlack(wish: PracticeSlackWish): Promise<RunningSlack>;
};

/** `port` 0: any free one. `manifest`: a file; null: the app is Staunch. `requestUrl`: null is Socket Mode. */
export type PracticeSlackWish = { port: number; manifest: string | null; requestUrl: string | null };

/** Its tokens are made up and open nothing but this workspace, so they may be shown. */
export type RunningSlack = {
  url: string;
  api: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  stop(): Promise<void>;
};

/** `subject`: a kind, or the path of a service file (then `kind` says which of its kinds, where it has several). */
export type TrialWish = {
  subject: string;
  kind: string | null;
  locator: Record<string, string>;
  /** Called once nothing else is missing: a secret is not asked for in vain. Null: there is no value. */
  value: (() => Promise<string>) | null;
  /** Where the service is, instead of what its file or the configuration says. */
  targetUrl: string | null;
  /** Environment variables that hold the secrets of identities, by identity. */
  identities: Record<string, string>;
};
