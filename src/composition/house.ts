/** One running process of Staunch: database, engine, bot, and the socket where others on this machine reach it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { credentialIdentify } from '../capabilities/actions/credential-identify.ts';
import { credentialProbe } from '../capabilities/actions/credential-probe.ts';
import { credentialProve } from '../capabilities/actions/credential-prove.ts';
import { credentialStrike } from '../capabilities/actions/credential-strike.ts';
import { credentialUndo } from '../capabilities/actions/credential-undo.ts';
import { leakPlan } from '../capabilities/actions/leak-plan.ts';
import type { IsOwn } from '../capabilities/actions/own-secret.ts';
import { reportWrite } from '../capabilities/actions/report-write.ts';
import { askOnce } from '../capabilities/clients/http/ask-once.ts';
import { overheard } from '../capabilities/clients/postgres/target.ts';
import { serviceKinds } from '../capabilities/credentials/catalogue/kind.ts';
import { serviceTargetOf } from '../capabilities/credentials/catalogue/target.ts';
import type { CredentialKind } from '../capabilities/credentials/kind.ts';
import { postgresPassword } from '../capabilities/credentials/postgres-password/kind.ts';
import { deliver } from '../capabilities/stores/deliver.ts';
import type { Action } from '../incident/action.ts';
import { type Bot, startBot } from '../incident/bot.ts';
import { stopWord } from '../incident/brake.ts';
import type { Desk } from '../incident/desk.ts';
import { deskOf } from '../incident/desk-of.ts';
import { type Engine, engineOf } from '../incident/engine.ts';
import { repinPeople } from '../incident/repin.ts';
import { releaseAllJobs } from '../incident/rows/job-row.ts';
import { systemClock } from '../platform/clock.ts';
import type { Environment } from '../platform/config/environment.ts';
import type { Db } from '../platform/db/db.ts';
import { openDatabase } from '../platform/db/open.ts';
import { ensureDataFolder } from '../platform/folder.ts';
import type { FollowingClock } from '../platform/following-clock.ts';
import { loadKeys } from '../platform/keys/load-keys.ts';
import { lineFile } from '../platform/line-file.ts';
import { createLog, type Log, type LogDestination } from '../platform/log/log.ts';
import { createRedactor, type Redactor } from '../platform/redact/redactor.ts';
import { screenText } from '../platform/redact/screen.ts';
import type { Format } from '../report/edition.ts';
import { postMortem } from '../report/post-mortem.ts';
import { writeReport } from '../report/write-report.ts';
import { socketPathLimit } from '../surfaces/cli/socket/protocol.ts';
import { serveDesk } from '../surfaces/cli/socket/serve-desk.ts';
import { type Bell, createBell } from './bell.ts';
import { builtInNames } from './catalogue.ts';
import { writeBundleFile, writePublicKey } from './evidence-files.ts';
import { plainSpoken } from './failure.ts';
import { houseClock } from './house-clock.ts';
import { modeIn, withMode } from './kind-mode.ts';
import { type KindPlaces, placeOf, servicePlaces } from './kind-places.ts';
import { obtainedSecrets } from './obtained-secrets.ts';
import { ownSecrets } from './own-secrets.ts';
import { protectedKind } from './protected-kind.ts';
import type { Settings } from './settings.ts';
import { witnessedIn } from './witnessed.ts';

export type House = {
  desk: Desk;
  engine: Engine;
  log: Log;
  redactor: Redactor;
  /** Signs what the bot vouches for. */
  record: ReturnType<typeof loadKeys>['record'];
  /** Tells of a secret that a program handed over, before it is used. */
  obtained(secret: string): void;
  kinds: ReadonlyMap<string, CredentialKind>;
  /** Rings whenever there may be something new in the record. */
  bell: Bell;
  /** Takes up work; a second call is the same bot. */
  work(): Promise<Bot>;
  /** Writes the report of an incident in every format and answers the absolute path of the Markdown. */
  report(incident: string, number: number): Promise<string>;
  /** Writes the bundle of an incident and answers its absolute path. */
  bundle(incident: string, number: number): Promise<string>;
  close(): Promise<void>;
};

/** Opens everything for `settings`. The embedded database is this process's alone until `close`. */
export async function openHouse(
  settings: Settings,
  environment: Environment,
  options: { command: string; logTo: LogDestination },
): Promise<House> {
  const { remark } = ensureDataFolder(settings.folder);
  const redactor = createRedactor();
  for (const secret of settings.secrets) redactor.know(secret);
  const log = createLog({ destination: options.logTo, level: 'info', redactor });
  if (remark !== null) log.warn({ folder: settings.folder }, remark);
  const keys = loadKeys({ environment, folder: settings.folder, requireEnvironment: settings.databaseUrl !== null });
  await writePublicKey(settings.folder, keys.record.publicPem);
  const socket = settings.databaseUrl === null ? socketPath(settings.folder) : null;
  const db = await openDb(settings, options.command, socket, log);
  try {
    // Nobody else can be at work here: what a killed process left in hand is taken up at once.
    if (settings.databaseUrl === null) await releaseAllJobs(db.query);
    const clock = await houseClock(db, settings.databaseUrl !== null);
    return await furnished(settings, { db, clock, keys, redactor, log }, socket);
  } catch (error) {
    // Neither the lock nor open connections may outlive a start that failed; the first error is the one to tell.
    await db.close().catch(() => undefined);
    throw error;
  }
}

async function furnished(settings: Settings, ground: Omit<Ground, 'wake'>, socket: string | null): Promise<House> {
  const { db, log } = ground;
  let bot: Bot | null = null;
  const bell = createBell();
  bell.onRing(() => bot?.wake());
  const { engine, kinds, obtained } = assemble(settings, { ...ground, wake: bell.ring });
  const closed = await engine.desk.turn.values.learn(db.query);
  if (closed.length > 0) {
    const again = 'held values do not open with this values key: set the right one, or hand each in again (staunch hand-in)';
    log.warn({ values: closed }, again);
  }
  await db.listen('staunch', (word) => (word === stopWord ? bot?.halt() : bell.ring()));
  const desk = deskOf(engine.desk);
  const served =
    socket === null
      ? null
      : await serveDesk(plainSpoken(desk), socket, { warn: ({ err }, message) => log.warn({ error: String(err) }, message) });
  return {
    desk,
    engine,
    log,
    redactor: ground.redactor,
    record: ground.keys.record,
    kinds,
    obtained,
    bell,
    async work() {
      // Only who works may say who decides: a command beside a bot may have been given another configuration.
      if (bot === null) await repinPeople(engine.work, engine.desk.people());
      bot ??= startBot(engine.work);
      return bot;
    },
    async report(incident, number) {
      const of = async (format: Format) => (await desk.report(incident, { format, audience: 'internal' })) ?? '';
      return writeReport(settings.folder, number, { md: await of('md'), html: await of('html'), json: await of('json') });
    },
    async bundle(incident, number) {
      return writeBundleFile(settings.folder, number, (await desk.bundle(incident)) ?? '');
    },
    async close() {
      await served?.close();
      await bot?.stop();
      await db.close();
      if (socket !== null && dirname(socket) !== settings.folder) rmSync(dirname(socket), { recursive: true, force: true });
    },
  };
}

/** The kinds this version can handle, by name. `obtained` is told of each secret that a program handed over, before it is used. */
export function kindsFor(
  settings: Settings,
  obtained: (secret: string) => void = () => undefined,
): Map<string, CredentialKind> {
  const isListed = (locator: Record<string, string>) =>
    settings.protected.some((listed) => Object.entries(listed).every(([key, value]) => locator[key] === value));
  const parts = { secret: settings.secret, obtained };
  const described = settings.services.flatMap(({ service, targets: entries }) => {
    const targets = [...entries].map(([name, entry]) => [name, serviceTargetOf(name, entry, service, parts)] as const);
    return serviceKinds(service, { targets: new Map(targets), ask: askOnce });
  });
  const targets = new Map([...settings.targets].map(([name, target]) => [name, overheard(target, obtained)]));
  const kinds = [postgresPassword(targets, isListed, deliver), ...described.map((kind) => protectedKind(kind, isListed))];
  return new Map(kinds.map((kind) => [kind.name, kind]));
}

/** Where each of those kinds can act. */
export function placesFor(settings: Settings): KindPlaces {
  const targets = [...settings.targets.keys()].map((name) => ({ name, missing: [] }));
  return new Map([
    [builtInNames.kind, { service: builtInNames.service, targets, hides: null }],
    ...settings.services.flatMap(({ service, targets: given }) => servicePlaces(service, given)),
  ]);
}

/** `isOwn`: which values Staunch itself works with. */
export function actionsFor(kinds: ReadonlyMap<string, CredentialKind>, folder: string, isOwn: IsOwn): Action[] {
  return [
    credentialIdentify(kinds, isOwn),
    credentialProbe(kinds),
    leakPlan(kinds),
    credentialStrike(kinds, isOwn),
    credentialProve(kinds),
    credentialUndo(kinds),
    reportWrite(({ number }, documents) => writeReport(folder, number, documents)),
  ];
}

type Ground = { db: Db; clock: FollowingClock; keys: ReturnType<typeof loadKeys>; redactor: Redactor; log: Log; wake(): void };

type Assembled = Pick<House, 'engine' | 'kinds' | 'obtained'>;

function assemble(settings: Settings, ground: Ground): Assembled {
  const own = ownSecrets(settings.secrets);
  const known = obtainedSecrets(ground.redactor);
  const obtained = (secret: string) => {
    known(secret);
    own.obtained(secret);
  };
  const kinds = kindsFor(settings, obtained);
  const places = placesFor(settings);
  const engine = engineOf({
    ...ground,
    follow: ground.clock.follow,
    sleep: (ms, until) => delay(ms, undefined, { signal: until }).catch(() => undefined),
    jitter: Math.random,
    screen: screenText,
    holdMs: settings.holdMs,
    practice: settings.mode === 'practice',
    actions: actionsFor(kinds, settings.folder, own.isOwn),
    people: settings.people,
    place: (name, locator, value) => withMode(placeOf(kinds, places, name, locator, value), modeIn(settings, name)),
    configured: (kind) => modeIn(settings, kind),
    strikesPerHour: settings.strikesPerHour,
    leakPlaybook: settings.leakPlaybook,
    providers: [...settings.targets.keys(), ...settings.services.flatMap(({ targets }) => [...targets.keys()])],
    report: postMortem,
    witness: lineFile(settings.witnessFile),
    witnessed: (incident) => witnessedIn(settings.witnessFile, incident, ground.keys.record.publicKey),
  });
  return { engine, kinds, obtained };
}

function openDb(settings: Settings, command: string, socket: string | null, log: Log): Promise<Db> {
  if (settings.databaseUrl !== null) {
    return openDatabase({ type: 'postgres', url: settings.databaseUrl, report: (message) => log.warn({}, message) });
  }
  return openDatabase({ type: 'embedded', folder: settings.folder, command, now: systemClock.now(), socket });
}

/** In the data folder; where its path is too long for a socket, in a private folder of its own that the lock names. */
function socketPath(folder: string): string {
  const path = join(folder, 'staunch.sock');
  return Buffer.byteLength(path) <= socketPathLimit ? path : join(mkdtempSync(join(tmpdir(), 'staunch-')), 'staunch.sock');
}
