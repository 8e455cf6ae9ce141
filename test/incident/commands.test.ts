import { describe, expect, test } from 'vitest';
import { decideAccept } from '../../src/incident/commands/accept.ts';
import { decideByHand } from '../../src/incident/commands/by-hand.ts';
import type { Situation } from '../../src/incident/commands/decide.ts';
import { decideHandIn } from '../../src/incident/commands/hand-in.ts';
import { decideNote } from '../../src/incident/commands/note.ts';
import { decideRetry } from '../../src/incident/commands/retry.ts';
import { decideSkip } from '../../src/incident/commands/skip.ts';
import { draft } from '../../src/timeline/entry.ts';
import {
  asking,
  type Case,
  check,
  closed,
  hash,
  loose,
  nonce,
  outcomeOf,
  proved,
  refusedAll,
  situation,
  started,
  stepDone,
  stuck,
} from './command-cases.ts';
import { given } from './given.ts';

describe('retry', () => {
  const retry = (step: string, credential?: string) => (before: Situation) =>
    decideRetry(before, credential === undefined ? { step } : { step, credential });
  test.each<Case>([
    {
      name: 'starts a stuck step again',
      given: given().add(stuck('strike')),
      when: retry('strike'),
      outcome: ['start strike c1 step.retried'],
    },
    {
      name: 'addresses one credential of a step',
      given: given().add(stuck('strike'), stuck('strike', 'c2')),
      when: retry('strike', 'c2'),
      outcome: ['start strike c2 step.retried'],
    },
    {
      name: 'starts all that is stuck when none is named, and leaves alone what is done',
      given: given().add(stuck('strike'), stepDone('strike', 'c2'), stuck('strike', 'c3')),
      when: retry('strike'),
      outcome: ['start strike c1 step.retried', 'start strike c3 step.retried'],
    },
    {
      name: 'looks again at a proof that is done',
      given: given().add(stepDone('prove')),
      when: retry('prove'),
      outcome: ['start prove c1 step.retried'],
    },
    {
      name: 'does not repeat a strike that is done',
      given: given().add(stepDone('strike')),
      when: retry('strike'),
      outcome: ['refused (no): Nothing to do in step "strike": c1 is done.'],
    },
    {
      name: 'does not start a second attempt beside a running one',
      given: given().add(started('prove')),
      when: retry('prove'),
      outcome: ['refused (no): Nothing to do in step "prove": c1 is running.'],
    },
    {
      name: 'names the steps there are when it does not know the one that was meant',
      given: given().add(stuck('strike')),
      when: retry('strke'),
      outcome: ['refused (missing): There is no step "strke" yet. Steps so far: strike.'],
    },
    {
      name: 'names the credentials of the step when it does not know the one that was meant',
      given: given().add(stuck('strike')),
      when: retry('strike', 'c7'),
      outcome: ['refused (missing): Step "strike" has no credential "c7". It has: c1.'],
    },
    {
      name: 'asks anew at a gate where everything was refused',
      given: refusedAll(),
      when: retry('contain.gate'),
      outcome: ['step.retried → replan'],
    },
    {
      name: 'leaves a gate alone while people are being asked',
      given: asking(),
      when: retry('contain.gate'),
      outcome: ['refused (no): People are being asked right now: approve or reject instead.'],
    },
    {
      name: 'has nothing to do at a gate that was never opened',
      given: given(),
      when: retry('contain.gate'),
      outcome: ['refused (no): This gate waits for nothing.'],
    },
    {
      name: 'changes nothing in a closed incident',
      given: given().add(stuck('strike'), closed),
      when: retry('strike'),
      outcome: ['refused (no): The incident is closed.'],
    },
  ])('$name', check);
});

describe('skip', () => {
  const skip = (step: string) => (before: Situation) => decideSkip(before, { step, reason: 'no time' });
  test.each<Case>([
    {
      name: 'settles a stuck step',
      given: given().add(stuck('strike')),
      when: skip('strike'),
      outcome: ['settle strike c1 step.skipped'],
    },
    {
      name: 'settles a running one, too',
      given: given().add(started('strike')),
      when: skip('strike'),
      outcome: ['settle strike c1 step.skipped'],
    },
    {
      name: 'leaves a gate without a decision',
      given: asking(),
      when: skip('contain.gate'),
      outcome: ['step.skipped → gate-skipped'],
    },
    {
      name: 'does not undo what is done',
      given: given().add(stepDone('strike')),
      when: skip('strike'),
      outcome: ['refused (no): Nothing to do in step "strike": c1 is done.'],
    },
    {
      name: 'skips a gate once',
      given: asking().add(
        draft('step.skipped', { step: 'contain.gate', credential: null, person: 'ana' }, { reason: 'no time' }),
      ),
      when: skip('contain.gate'),
      outcome: ['refused (no): This gate waits for nothing.'],
    },
    {
      name: 'changes nothing in a closed incident',
      given: given().add(stuck('strike'), closed),
      when: skip('strike'),
      outcome: ['refused (no): The incident is closed.'],
    },
  ])('$name', check);
});

describe('by-hand', () => {
  const byHand = (step: string, reason?: string) => (before: Situation) =>
    decideByHand(before, reason === undefined ? { step } : { step, reason });
  test.each<Case>([
    {
      name: 'settles a stuck strike, which proves nothing yet',
      given: given().add(stuck('strike')),
      when: byHand('strike'),
      outcome: ['settle strike c1 step.by-hand'],
    },
    {
      name: 'cuts a credential off by the weakest grade when the step is its proof',
      given: given().add(stuck('prove')),
      when: byHand('prove', 'I tried it.'),
      outcome: ['credential.proved', 'credential.changed', 'patch c1 {"state":"cut-off"}', 'settle prove c1 step.by-hand'],
    },
    {
      name: 'says nothing of a credential that a look has proven dead',
      given: given().add(draft('credential.changed', { credential: 'c1', from: 'cut-off', to: 'dead' }), stuck('prove')),
      when: byHand('prove'),
      outcome: ['settle prove c1 step.by-hand'],
    },
    {
      name: 'never outranks a look that found the credential alive',
      given: given().add(proved('alive'), stuck('prove')),
      when: byHand('prove'),
      outcome: [
        "refused (no): The last look still found the role app alive (2026-11-24T03:00:00.000Z: alive). A person's word does not outrank that: retry the step.",
      ],
    },
    {
      name: 'goes past a gate with the word of a named person',
      given: asking(),
      when: byHand('contain.gate'),
      outcome: ['step.by-hand → gate-by-hand'],
    },
    {
      name: 'needs a named person',
      given: given().add(stuck('strike')),
      when: byHand('strike'),
      as: null,
      outcome: ['refused (forbidden): Who answers for a step is named: --as PERSON.'],
    },
    {
      name: 'changes nothing in a closed incident',
      given: given().add(stuck('strike'), closed),
      when: byHand('strike'),
      outcome: ['refused (no): The incident is closed.'],
    },
  ])('$name', check);
});

describe('accept', () => {
  const accept = (residual: string) => (before: Situation) => decideAccept(before, { residual, reason: 'it ends at noon' });
  test.each<Case>([
    {
      name: 'takes a residual upon a named person',
      given: given().add(loose),
      when: accept('c1-sessions'),
      outcome: ['residual.accepted', 'patch c1 {"looseResiduals":0}'],
    },
    {
      name: 'leaves the other residuals loose',
      given: given().add(
        loose,
        draft('residual.found', { credential: 'c1', residual: 'c1-tokens', until: null }, { what: 'a token', endedBy: null }),
      ),
      when: accept('c1-tokens'),
      outcome: ['residual.accepted', 'patch c1 {"looseResiduals":1}'],
    },
    {
      name: 'is not said twice',
      given: given().add(
        loose,
        draft('residual.accepted', { credential: 'c1', residual: 'c1-sessions', person: 'ben' }, { reason: 'r' }),
      ),
      when: accept('c1-sessions'),
      outcome: ['refused (no): ben has already accepted it.'],
    },
    {
      name: 'needs a named person',
      given: given().add(loose),
      when: accept('c1-sessions'),
      as: null,
      outcome: ['refused (forbidden): A residual is accepted by a named person: --as PERSON.'],
    },
    {
      name: 'names the residuals there are',
      given: given().add(loose),
      when: accept('c1-session'),
      outcome: ['refused (missing): There is no residual "c1-session". There is: c1-sessions.'],
    },
    {
      name: 'says so when there is none',
      given: given(),
      when: accept('c1-sessions'),
      outcome: ['refused (missing): There is no residual "c1-sessions". There is none.'],
    },
    {
      name: 'changes nothing in a closed incident',
      given: given().add(loose, closed),
      when: accept('c1-sessions'),
      outcome: ['refused (no): The incident is closed.'],
    },
  ])('$name', check);
});

describe('hand-in', () => {
  const handIn =
    (id = 'c1') =>
    (before: Situation) =>
      decideHandIn(before, { credential: id, value: 'hunter2-hunter2' });
  test.each<Case>([
    {
      name: 'holds the value and has everything looked at anew before a decision',
      given: given(),
      when: handIn(),
      outcome: ['hold leaked c1 replan'],
    },
    {
      name: 'only holds the value once a plan is being carried out',
      given: asking().add(draft('gate.accepted', { stage: 'contain', nonce, plan: hash })),
      when: handIn(),
      outcome: ['hold leaked c1'],
    },
    {
      name: 'keeps no value of a dead credential',
      given: given().add(draft('credential.changed', { credential: 'c1', from: 'cut-off', to: 'dead' })),
      when: handIn(),
      outcome: ['refused (no): the role app is already proven dead: the value was not kept.'],
    },
    {
      name: 'keeps no value for a closed incident',
      given: given().add(closed),
      when: handIn(),
      outcome: ['refused (no): The incident is closed: the value is not needed any more, and was not kept.'],
    },
    {
      name: 'names the credentials there are',
      given: given(),
      when: handIn('c7'),
      outcome: ['refused (missing): This incident has no credential "c7". It has: c1.'],
    },
  ])('$name', check);
});

describe('note', () => {
  test('is written down at any time, even behind the end', () => {
    const when = (before: Situation) => decideNote(before, { text: 'It was the intern.' });
    expect(outcomeOf(when(situation(given().add(closed))))).toEqual(['note.added']);
    expect(outcomeOf(when(situation(given(), null)))).toEqual(['note.added']);
  });
});
