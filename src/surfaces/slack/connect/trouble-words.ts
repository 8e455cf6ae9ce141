/** What is said when something about Slack does not work: what happened, what still holds, what to do next. */

const terminalHolds = 'Incidents go on: the terminal does everything';

/** Codes by which Slack refuses a token for good. */
const tokenRefused = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'org_login_required',
  'team_access_not_granted',
  'user_removed_from_team',
  'forbidden_team',
  // Socket Mode is switched off in the app's settings.
  'link_disabled',
]);

export const isTokenRefused = (code: string): boolean => tokenRefused.has(code);

export function botTokenTrouble(code: string, program: string): string {
  if (!isTokenRefused(code)) return unreachable(code, program);
  return `Slack refuses the bot token (${code}). ${terminalHolds} (${program}). Put the app's Bot User OAuth Token (xoxb-…) where \`slack: bot-token:\` in staunch.yml points, and start the bot again; until then it is tried again every minute.`;
}

export function appTokenTrouble(code: string, program: string): string {
  if (code === 'link_disabled') {
    return `Socket Mode is switched off for the app in Slack, so nobody is heard there. ${terminalHolds} (${program}). Switch it on in the app's settings; it is tried again every minute.`;
  }
  if (!isTokenRefused(code)) return unreachable(code, program);
  return `Slack refuses the app-level token (${code}), so nobody is heard there. ${terminalHolds} (${program}). Make a token with connections:write (xapp-…), put it where \`slack: app-token:\` in staunch.yml points, and start the bot again; until then it is tried again every minute.`;
}

export const noBotTrouble = (program: string): string =>
  `The token in \`slack: bot-token:\` is not a bot's. ${terminalHolds} (${program}). Use the app's Bot User OAuth Token (xoxb-…), and start the bot again.`;

export const otherTeamTrouble = (found: string, wanted: string, program: string): string =>
  `The bot token is of workspace ${found}, but \`slack: team:\` in staunch.yml says ${wanted}; nothing is heard or said in Slack. ${terminalHolds} (${program}). Correct one of the two, and start the bot again.`;

const unreachable = (code: string, program: string): string =>
  `Slack cannot be reached (${code}). ${terminalHolds} (${program}). It is tried again by itself.`;

export const portTrouble = (at: string, code: string, program: string): string =>
  `The bot cannot listen on ${at} (${code}), so Slack cannot call it. ${terminalHolds} (${program}). Free the port or name another under \`listen:\` in staunch.yml, and start the bot again.`;

export const notRecorded = (program: string): string =>
  `Staunch could not write this down, so do not count on it. Nothing was changed. Try again in a moment, or use the terminal: ${program}`;

export const didNotWork = (program: string): string =>
  `This did not work, and the fault is Staunch's. Nothing was changed. Use the terminal: ${program}`;

export const notOpened = (program: string): string =>
  `Slack did not open the form. Nothing was changed. Try again, or use the terminal: ${program}`;

export const gaveUp = (program: string): string =>
  `What you asked for could not be done for a quarter of an hour, and is not tried any more. Look at the incident first, then use the terminal: ${program}`;
