/** POST /credentials/revoke: by nobody at github.com, by anybody at Enterprise Server. */
import { problem } from './github-bodies.ts';
import { badCredentials, end, type Place, tokenOf } from './github-place.ts';
import { githubSecrets } from './github-state.ts';
import type { Answered, Asked } from './strict-server.ts';

/** Requests an hour to `/credentials/revoke`, from one address (github.com) or account (Enterprise Server). */
const revocationsAnHour = 60;
const hourMs = 3_600_000;

function usedUp(place: Place): Answered | null {
  const since = place.now() - hourMs;
  const recent = place.revocations.filter((at) => at > since);
  if (recent.length < revocationsAnHour) {
    place.revocations.push(place.now());
    return null;
  }
  const freeAt = Math.ceil(((recent[0] ?? 0) + hourMs) / 1000);
  return {
    status: 403,
    headers: { 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(freeAt) },
    body: problem('API rate limit exceeded'),
  };
}

/** Says 202 to anything that has the right shape; what is no token of its is passed over in silence. */
export function revokeAnything(place: Place, asked: Asked): Answered {
  const known = asked.bearer === githubSecrets.caller;
  if (place.flavour === 'enterprise-server' && !known) return badCredentials;
  if (place.flavour === 'github.com' && (asked.bearer !== null || asked.basic !== null)) {
    return { status: 403, body: problem('This endpoint must be called without authentication.') };
  }
  const limited = usedUp(place);
  if (limited !== null) return limited;
  const { credentials } = asked.body as { credentials: string[] };
  const takes = place.flavour === 'github.com' ? /^(?:gh[opru]_|github_pat_)/ : /^(?:ghp_|github_pat_)/;
  for (const value of credentials.filter((one) => takes.test(one))) {
    const token = tokenOf(place, value);
    if (token !== undefined) end(place, `token ${token.id}`, token);
  }
  return {
    status: 202,
    ...(place.accepted === undefined ? {} : { body: place.accepted }),
    lie: place.accepted === undefined || place.accepted === null,
  };
}
