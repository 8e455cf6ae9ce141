/** `config check` and `playbook lint`: what is wrong with a file, one finding each. */
import { readFileSync } from 'node:fs';
import { nothingOwn } from '../capabilities/actions/own-secret.ts';
import { askAgainMs, passOnMs } from '../incident/asking.ts';
import type { Environment } from '../platform/config/environment.ts';
import { ConfigError } from '../platform/config/fault.ts';
import { checkPlaybook } from '../playbook/check.ts';
import type { KnownAction } from '../playbook/check-actions.ts';
import { PlaybookError, type Remark } from '../playbook/fault.ts';
import { readWithPositions } from '../playbook/read.ts';
import type { Finding } from '../surfaces/cli/render/findings.ts';
import type { Place } from '../surfaces/cli/terminal-composition.ts';
import { TerminalError } from '../surfaces/cli/terminal-error.ts';
import { actionsFor, kindsFor } from './house.ts';
import { configFileOf, type HousePerson, readConfig, readSettings, type Settings } from './settings.ts';

/** The faults of staunch.yml, and of the playbook it names against the people it names. */
export function checkConfig(place: Place, environment: Environment): Finding[] {
  const { path, exists } = configFileOf(place, environment);
  if (!exists)
    throw new TerminalError('missing', `There is no configuration at ${path}. Copy staunch.example.yml and edit it.`);
  try {
    const { config } = readConfig(path, environment);
    if (config.missingPlaybooks.length > 0) return asFindings({ faults: config.missingPlaybooks }, path);
    const settings = readSettings(place, environment, false);
    const warnings = asFindings({ faults: config.warnings }, path, 'warning');
    return [...warnings, ...Object.values(config.playbooks).flatMap((file) => lintWith(file, settings, config.people))];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return asFindings(error, path);
  }
}

/** `file`: where those faults stand that name no other. */
export function asFindings(
  { faults }: Pick<ConfigError, 'faults'>,
  file: string,
  severity: Finding['severity'] = 'error',
): Finding[] {
  return faults.map(({ file: elsewhere, line, column, key, what, fix }) => ({
    file: elsewhere ?? file,
    line,
    column,
    severity,
    where: key === '' ? null : key,
    message: `${what}\n${fix.trimEnd()}`,
  }));
}

/** The faults of one playbook; its people are checked where there is a configuration. */
export function lintPlaybook(file: string, place: Place, environment: Environment): Finding[] {
  const configured = configFileOf(place, environment).exists;
  const settings = settingsFor(place, environment);
  return lintWith(file, settings, configured ? settings.people : null);
}

type CheckedPerson = Pick<HousePerson, 'id' | 'groups' | 'ssh' | 'slack'>;

/** The actions that a step can name, under this configuration or without one. */
export function playbookActions(place: Place, environment: Environment): KnownAction[] {
  const settings = settingsFor(place, environment);
  return actionsFor(kindsFor(settings), settings.folder, nothingOwn);
}

/** What is configured; where there is nothing, what practice has. */
function settingsFor(place: Place, environment: Environment): Settings {
  const configured = configFileOf(place, environment).exists;
  return readSettings(place, environment, !configured && environment.databaseUrl === null);
}

function lintWith(file: string, settings: Settings, people: CheckedPerson[] | null): Finding[] {
  const text = readPlaybookText(file);
  try {
    const { playbook, positions } = readWithPositions(text, file);
    const actions = actionsFor(kindsFor(settings), settings.folder, nothingOwn);
    // By their own key, or in Slack, where that is connected.
    const signs = ({ ssh, slack }: CheckedPerson) => ssh !== null || (settings.slack !== null && slack !== null);
    const members = people?.map((person) => ({ id: person.id, groups: person.groups, signs: signs(person) })) ?? null;
    const reminders = { againMs: askAgainMs, passedOnMs: passOnMs };
    const remarks = checkPlaybook(playbook, positions, { actions, people: members, reminders });
    return remarks.map((remark) => asFinding(file, remark));
  } catch (error) {
    if (error instanceof PlaybookError) return error.faults.map((fault) => asFinding(file, { ...fault, severity: 'error' }));
    throw error;
  }
}

/** Throws a TerminalError (missing). */
export function readPlaybookText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new TerminalError('missing', `The playbook ${file} cannot be read: ${(cause as Error).message}.`, { cause });
  }
}

function asFinding(file: string, { line, column, severity, what, fix }: Remark): Finding {
  return { file, line, column, severity, where: null, message: `${what} ${fix}` };
}
