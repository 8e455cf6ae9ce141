/** `staunch stop` while a strike is on its way, with several bots at work: it is taken back, and made once when work goes on. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newest } from '../stories/town.ts';
import { containedOnce, doneSteps, faultsOf, rowsAt, storyOf, told } from './record.ts';
import { agree, contained, leakOf, openPost, openTownWithWire, type Post, seenByServer, untilTold } from './scene.ts';
import { openSharedDatabase, type SharedDatabase } from './shared-database.ts';
import { strikeOf } from './wire.ts';

/** Each of these starts bots and types commands one after another; a busy machine takes its time. */
const timeout = 180_000;

describe.skipIf(newest === undefined)('everything is stopped', { timeout }, () => {
  let shared: SharedDatabase;
  let place: Awaited<ReturnType<typeof openTownWithWire>>;
  let post: Post;

  beforeAll(async () => {
    shared = await openSharedDatabase(newest ?? 18);
    place = await openTownWithWire(newest ?? 18);
    post = await openPost(place.town, place.wire, { databaseUrl: await shared.create('stopped') });
  }, timeout);
  afterAll(async () => {
    await post?.close();
    await place?.close();
    await shared?.stop();
  });

  test('while a strike is on its way: it is taken out of the bot’s hands, and struck once after resume', async () => {
    await post.start();
    await post.start();
    const { terminal } = post;
    const leak = await leakOf(place.town, post, 'braked');
    const strike = place.wire.hold('message', strikeOf(leak.role));
    await agree(post, leak);
    await strike.caught;

    const stopped = await terminal.type(['stop', '--reason', 'the wrong role', '--as', 'ana']);
    expect(stopped, stopped.err).toMatchObject({ code: 0, json: { stopped: true, provider: null, by: 'ana', already: false } });
    await untilTold(post, leak.number, 'step.late');
    strike.release();
    expect(await seenByServer(place.town, leak.role)).not.toContain('strike');

    const brake = { provider: null, by: 'ana', at: stopped.json.at, reason: 'the wrong role' };
    expect((await terminal.type(['status', leak.number])).json).toMatchObject({ state: 'open', stopped: [brake] });
    expect((await terminal.type(['list'])).lines).toMatchObject([{ stopped: [brake] }]);
    const again = await terminal.type(['stop', '--reason', 'me too', '--as', 'bo']);
    expect(again).toMatchObject({ code: 0, json: { by: 'ana', at: stopped.json.at, already: true } });
    for (const as of ['dan', 'nobody']) {
      expect(await terminal.type(['resume', '--as', as])).toMatchObject({ code: 4, json: { error: { class: 'forbidden' } } });
    }

    const resumed = await terminal.type(['resume', '--as', 'bo']);
    expect(resumed, resumed.err).toMatchObject({ code: 0, json: { stopped: false, provider: null, by: 'bo' } });
    await contained(post, leak);
    expect(await terminal.type(['resume', '--as', 'bo'])).toMatchObject({ code: 1 });
    const rows = await rowsAt(post.databaseUrl ?? '');
    expect(faultsOf(rows)).toEqual([]);
    const story = storyOf(rows, leak.number);
    expect(doneSteps(story)).toEqual(containedOnce);
    expect(told(story, 'step.started', 'strike')).toMatchObject([{ attempt: 1 }, { attempt: 2 }]);
    expect((await seenByServer(place.town, leak.role)).filter((what) => what === 'strike')).toHaveLength(1);
  });
});
