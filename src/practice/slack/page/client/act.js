/** What a person does, told to the server. Never throws: what went wrong is a sentence for the person. */

/** An app has three seconds to answer; this is for a server that hangs. */
const longestMs = 20_000;

/**
 * @param {import('../protocol.ts').Act} act
 * @returns {Promise<import('../protocol.ts').Done>}
 */
export async function postAct(act) {
  try {
    const response = await fetch('/page/act', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(act),
      signal: AbortSignal.timeout(longestMs),
    });
    const done = await response.json();
    if (typeof done?.ok === 'boolean') return done;
    return { ok: false, error: `The practice workspace refused this (HTTP ${response.status}). Nothing was changed.` };
  } catch {
    return { ok: false, error: 'The practice workspace did not answer. What you typed is still here: try again in a moment.' };
  }
}
