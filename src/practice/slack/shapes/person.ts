import type { JsonObject, Person } from '../workspace/model.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { pictureOf } from './picture.ts';

const sizes = [24, 32, 48, 72, 192, 512] as const;

/**
 * A person as users.info and users.list have it. `withEmail`: the app holds users:read.email. `is_stranger` stands in
 * users.info alone, and there only where it is true.
 */
export function personShape(
  workspace: Workspace,
  person: Person,
  given: { withEmail: boolean; withLocale: boolean; withStranger: boolean },
): JsonObject {
  const { id, team, name, deleted, realName, bot, restricted, ultraRestricted, stranger } = person;
  const common = { id, team_id: team, name, deleted, is_bot: bot, is_app_user: false, updated: 0 };
  const profile = profileOf(workspace, person, given.withEmail);
  if (deleted) return { ...common, profile };
  return {
    ...common,
    color: colourOf(id),
    real_name: realName,
    tz: person.timeZone,
    tz_label: labelOf(person.timeZone, workspace.clock.now()),
    tz_offset: offsetSecondsOf(person.timeZone, workspace.clock.now()),
    profile,
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: restricted || ultraRestricted,
    is_ultra_restricted: ultraRestricted,
    is_email_confirmed: !bot,
    who_can_share_contact_card: 'EVERYONE',
    ...(given.withLocale ? { locale: 'en-US' } : undefined),
    ...(given.withStranger && stranger ? { is_stranger: true } : undefined),
  };
}

function profileOf(workspace: Workspace, person: Person, withEmail: boolean): JsonObject {
  const [first = '', ...rest] = person.realName.split(' ');
  return {
    title: '',
    phone: '',
    skype: '',
    real_name: person.realName,
    real_name_normalized: person.realName,
    display_name: person.bot ? '' : person.name,
    display_name_normalized: person.bot ? '' : person.name,
    status_text: '',
    status_text_canonical: '',
    status_emoji: '',
    status_emoji_display_info: [],
    status_expiration: 0,
    avatar_hash: 'practice',
    first_name: first,
    last_name: rest.join(' '),
    ...Object.fromEntries(sizes.map((pixels) => [`image_${pixels}`, pictureOf(pixels)])),
    team: person.team,
    ...(person.bot ? { api_app_id: workspace.app.id, bot_id: workspace.app.botId, always_active: true } : undefined),
    ...(withEmail && person.email !== null ? { email: person.email } : undefined),
  };
}

/** One of a few quiet colours, always the same for the same person. */
function colourOf(id: string): string {
  const colours = ['9f69e7', '4bbe2e', 'e7392d', '3c989f', '674b1b', 'e96699'] as const;
  const sum = [...id].reduce((total, char) => total + char.charCodeAt(0), 0);
  return colours[sum % colours.length] ?? colours[0];
}

/** Seconds east of Greenwich at this time. */
function offsetSecondsOf(timeZone: string, now: Date): number {
  const name = namePart(timeZone, now, 'longOffset');
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  const seconds = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60;
  return sign === '-' ? -seconds : seconds;
}

const labelOf = (timeZone: string, now: Date) => namePart(timeZone, now, 'long');

function namePart(timeZone: string, now: Date, timeZoneName: 'long' | 'longOffset'): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName }).formatToParts(now);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}
