/** Slack's signature of a request to an app. https://docs.slack.dev/authentication/verifying-requests-from-slack */
import { createHmac } from 'node:crypto';

/** The two headers; `at` in milliseconds. */
export function signatureHeaders(body: string, signingSecret: string, at: number): Record<string, string> {
  const seconds = String(Math.floor(at / 1_000));
  const digest = createHmac('sha256', signingSecret).update(`v0:${seconds}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': seconds, 'x-slack-signature': `v0=${digest}` };
}
