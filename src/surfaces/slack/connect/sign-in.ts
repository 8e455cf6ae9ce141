/** Whose token it is: asked before anything else, since nothing works with a wrong one. */
import type { Call } from '../call/web-client.ts';
import { botTokenTrouble, noBotTrouble, otherTeamTrouble } from './trouble-words.ts';

/** As whom the bot speaks, and where. `url`: of the workspace. */
export type Identity = { team: string; botUser: string; bot: string; url: string | null };

/** `retryAfterMs`: when to ask again; null where a person has to do something first. */
export type SignIn = { ok: true; identity: Identity } | { ok: false; trouble: string; retryAfterMs: number | null };

export async function signIn(call: Call, wanted: { team: string | null; program: string }): Promise<SignIn> {
  const answered = await call('auth.test');
  if (!answered.ok) {
    const { error, transient, retryAfterMs } = answered;
    return { ok: false, trouble: botTokenTrouble(error, wanted.program), retryAfterMs: transient ? (retryAfterMs ?? 0) : null };
  }
  const { team_id: team, user_id: botUser, bot_id: bot, url } = answered.answer;
  const refused = (trouble: string): SignIn => ({ ok: false, trouble, retryAfterMs: null });
  if (typeof team !== 'string' || typeof botUser !== 'string' || typeof bot !== 'string') {
    return refused(noBotTrouble(wanted.program));
  }
  if (wanted.team !== null && wanted.team !== team) return refused(otherTeamTrouble(team, wanted.team, wanted.program));
  return { ok: true, identity: { team, botUser, bot, url: typeof url === 'string' ? url : null } };
}
