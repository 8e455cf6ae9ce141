import fc from 'fast-check';
import { expect, test } from 'vitest';
import { graphOf } from '../../src/playbook/graph.ts';
import { readPlaybook } from '../../src/playbook/read.ts';
import { good, slip } from './good-playbook.ts';
import { leak } from './journey.ts';

const drawn = (text: string, detail = false) => graphOf(readPlaybook(text, 'test.yml'), { detail });

/** The arrows that stay between two boxes of a drawing: "fork_2 --> stage_look". */
const arrows = (mermaid: string) =>
  mermaid
    .split('\n')
    .filter((line) => line.includes('-->') || line.includes('-.->'))
    .map((line) => line.trim().replace(/\|"([^"]*)"\|/, '($1)'));

test('a playbook is drawn from its declaration to its end: gate before its stage, and stages that run together between two bars', () => {
  expect(arrows(drawn(good))).toEqual([
    'gate_cut -->(agreed) stage_cut',
    'fork_2 --> stage_look',
    'stage_look --> join_2',
    'fork_2 --> stage_tell',
    'stage_tell --> join_2',
    'declared --> stage_find',
    'stage_find --> gate_cut',
    'stage_cut --> fork_2',
    'join_2 --> stage_write',
    'stage_write --> finished',
    'gate_cut -.->(plan again) stage_find',
    'gate_cut -.->(skipped, with a reason) fork_2',
  ]);
});

test('a stage shows its limit and steps, a gate who must agree and what happens when nobody answers', () => {
  const mermaid = drawn(good);
  expect(mermaid).toContain('"<b>Find</b><br/>within 90s<br/>1 ');
  expect(mermaid).toContain('can be taken back: 1 of on-call');
  expect(mermaid).toContain('ends more than the leaked one: 2 of approvers, not the declarer');
  expect(mermaid).toContain('no answer for 3m: the next people are asked');
  const acting = drawn(slip('expires: 3m', 'expires: 3m, on-expiry: act'));
  expect(acting).toContain('no answer for 3m: what can be taken back is done');
});

test('what holds for every step and every limit is said once', () => {
  expect(drawn(good).match(/stuck/g)).toHaveLength(1);
  expect(drawn(good)).toContain('finished ~~~ legend');
});

test('with detail each step is a box with what it does, and the arrows between stages stay the same', () => {
  const [plain, detailed] = [graphOf(leak, { detail: false }), graphOf(leak, { detail: true })];
  expect(detailed).toContain('credential.strike, each credential');
  expect(detailed).toContain('step_strike --> step_prove');
  expect(arrows(detailed)).toEqual(expect.arrayContaining(arrows(plain)));
});

test('two names that differ only in hyphens stay two boxes, and a stage may be called what Mermaid calls its own', () => {
  const mermaid = drawn(good.replaceAll('look:', 'graph:').replaceAll('[look,', '[graph,').replaceAll('tell', 'class-def'));
  expect(mermaid).toContain('stage_graph[');
  expect(mermaid).toContain('stage_class_def[');
});

test('whatever a title holds is shown as text: it opens no tag, directive, formula, link or second line', () => {
  const line =
    /^stage_cut\["<b>((?:[A-Za-z0-9.,:()?'/ -]|[^ -~\p{Cc}]|#\d+;)*)<\/b><br\/>within 5m(?:<br\/>|[A-Za-z0-9.,:()?'/ -]|·)*"\]:::work$/mu;
  const evil = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
    fc.constantFrom(
      '"]; click stage_cut href "javascript:alert(1)"',
      '%%{init: {"securityLevel": "loose"}}%%',
      '<img src=x onerror=alert(1)>',
      '$$\\htmlData{a}{b}$$ `code` **bold** #quot; &lt;',
      'a\nend\nclassDef work fill:red\u202e',
    ),
  );
  fc.assert(
    fc.property(evil, (title) => {
      const playbook = {
        ...leak,
        stages: leak.stages.map((stage) => (stage.id === 'contain' ? { ...stage, id: 'cut', title } : stage)),
      };
      const renamed = {
        ...playbook,
        stages: playbook.stages.map((stage) =>
          stage.id === 'identify' ? { ...stage, next: { type: 'stage' as const, stage: 'cut' } } : stage,
        ),
      };
      const mermaid = graphOf(renamed, { detail: false });
      expect(mermaid).toMatch(line);
      expect(mermaid).not.toContain('#36;#36;');
      expect(mermaid.split('\n')).toHaveLength(graphOf(leak, { detail: false }).split('\n').length);
    }),
  );
});
