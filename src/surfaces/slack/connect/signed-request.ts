/**
 * Whether a request is Slack's, and for the first time. Bolt checks the signature, too, but takes one of tomorrow, and the same
 * one twice. https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

const oldestMs = 5 * 60_000;
/** Clocks differ by less. */
const furthestAheadMs = 60_000;
/** Longer than a signature is young: oldest and furthest ahead together are six minutes. */
const rememberMs = 10 * 60_000;
/** Slack sends an app 30,000 events an hour at most: five thousand within ten minutes. */
const mostRemembered = 20_000;

export type Signed = { timestamp: string | undefined; signature: string | undefined; body: Buffer };

/** `replayed`: verified, but seen before. `busy`: more signatures than can be remembered, so that a replay would not be noticed. */
export type Verdict = 'genuine' | 'unsigned' | 'forged' | 'old' | 'future' | 'replayed' | 'busy';

export type SignatureCheck = { check(request: Signed, now: Date): Verdict };

export function createSignatureCheck(signingSecret: string, most: number = mostRemembered): SignatureCheck {
  /** When each signature was seen first, the oldest first. */
  const seen = new Map<string, number>();

  function forget(nowMs: number): void {
    for (const [signature, at] of seen) {
      if (nowMs - at < rememberMs) return;
      seen.delete(signature);
    }
  }

  return {
    check(request, now) {
      const fault = faultOf(request, signingSecret, now);
      if (fault !== null) return fault;
      // Only what is genuine is remembered: nobody else can fill the memory, or burn a signature.
      const signature = String(request.signature);
      forget(now.getTime());
      if (seen.has(signature)) return 'replayed';
      if (seen.size >= most) return 'busy';
      seen.set(signature, now.getTime());
      return 'genuine';
    },
  };
}

function faultOf({ timestamp, signature, body }: Signed, signingSecret: string, now: Date): Verdict | null {
  if (timestamp === undefined || signature === undefined) return 'unsigned';
  if (!/^[0-9]{1,12}$/.test(timestamp) || !/^v0=[0-9a-f]{64}$/.test(signature)) return 'forged';
  const aheadMs = Number(timestamp) * 1_000 - now.getTime();
  if (aheadMs > furthestAheadMs) return 'future';
  if (aheadMs < -oldestMs) return 'old';
  const expected = createHmac('sha256', signingSecret).update(`v0:${timestamp}:`).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(signature.slice(3), 'hex')) ? null : 'forged';
}
