/** Where a story plays: a server, an office with its configuration and keys, and the terminal in it. */
import type { Version } from '../servers/postgres.ts';
import { type Office, type OfficeConfig, openOffice, type People, targetOf } from './staunch-yml.ts';
import { openTerminal, type Terminal } from './terminal.ts';
import { openTown, type Town } from './town.ts';

export type Scene = {
  town: Town;
  office: Office;
  terminal: Terminal;
  close(): Promise<void>;
};

export type Props = {
  people?: People;
  /** Of every key. */
  passphrase?: string;
  /** The configuration; without it the target `main` alone. */
  config?(town: Town, office: Office): Promise<OfficeConfig> | OfficeConfig;
  /** More of the environment in which commands are typed. */
  env?(town: Town, office: Office): Promise<Record<string, string>>;
};

/** `version` undefined: this machine has no PostgreSQL, and the story must not be told. */
export async function openScene(version: Version | undefined, props: Props = {}): Promise<Scene> {
  if (version === undefined) throw new Error('There is no PostgreSQL on this machine.');
  const town = await openTown(version);
  const office = await openOffice({ targets: {} }, props.people, props.passphrase);
  await office.configure((await props.config?.(town, office)) ?? { targets: { main: targetOf(town.server, town.admin) } });
  const terminal = openTerminal(office.folder, { ...town.env, ...(await props.env?.(town, office)) });
  return {
    town,
    office,
    terminal,
    async close() {
      await terminal.close();
      await town.stop();
      await office.remove();
    },
  };
}
