/** Every lie that a stand-in can tell, told to one kind at a time: it is never believed, and nothing but the leaked credential is touched. */
import { describe, expect, it } from 'vitest';
import type { World } from '../../incident/world.ts';
import { minutes, seconds } from '../../incident/world.ts';
import type { Lies, Trouble } from '../../stand-ins/lies.ts';
import { concluded, containByClock, isCutOff, type Midway } from './by-clock.ts';
import type { Containment } from './containment.ts';
import { type TargetRow, timeBucket } from './targets-table.ts';

export type StandIn = { lies: Lies; struck: string[]; asked: string[]; violations: string[]; calm(): void };

/** One leaked credential, with a neighbour that is nearly the same and must not be touched. */
export type Leaked<S extends StandIn> = {
  locator: Record<string, string>;
  /** How the stand-in names what is to be ended, and nothing else. */
  meant: string;
  /** Makes it and its neighbour; gives its value, if it has one to hand in. */
  place(standIn: S): string | undefined;
  works(standIn: S): boolean;
  neighbourWorks(standIn: S): boolean;
};

export type Scenario<S extends StandIn> = {
  kind: string;
  /** The call that ends it, as the table has it. */
  call: string;
  /** How it can be looked at: by its use, by the provider's own state, or not at all. */
  proof: 'by-use' | 'by-provider' | 'by-hand';
  /** How a look-up finds it first: in a list, at an address of its own, or there is none. */
  found: 'in a list' | 'by its number' | 'by nothing';
  /** Tried by use, and asked for at the provider as well. */
  inspected?: true;
  /** Every lie is tried, and stands in the table; else only those that are about tokens, not about the network. */
  thorough: boolean;
  /** `id`: a number for it that no other run has: a second leak of one and the same credential would join the first. */
  leak(id: number): Leaked<S>;
};

type Lie = {
  says: string;
  turn(lies: Lies): void;
  /** Turned on only when the plan was made. */
  midway?: boolean;
  /** Whether the strike reaches the credential. */
  struck: boolean;
  /** About the network on the way, as much as about the service. */
  trouble?: true;
  /** For which kinds; for all of them without it. */
  of?(scenario: Scenario<never>): boolean;
};

const byUse = ({ proof }: Scenario<never>) => proof === 'by-use';
const byProvider = ({ proof }: Scenario<never>) => proof === 'by-provider';
const listed = ({ found }: Scenario<never>) => found === 'in a list';
const lookedUp = ({ found }: Scenario<never>) => found !== 'by nothing';

const names: Record<Trouble, string> = {
  html: 'answers with the page of a proxy',
  redirect: 'sends us to another host',
  storm: 'says "too many requests" for ever',
  forbidden: 'says "forbidden"',
  hidden: 'says "not found"',
  cut: 'breaks the connection',
  broken: 'is broken (502)',
};
const all = Object.keys(names) as Trouble[];

export const lies: Lie[] = [
  {
    says: 'accepts it, and nothing happens',
    struck: true,
    turn: (it) => {
      it.acceptedNothingHappens = true;
    },
  },
  {
    says: 'accepts it, and takes an hour',
    struck: true,
    turn: (it) => {
      it.lagMs = minutes(60);
    },
  },
  {
    says: 'lets everybody in',
    struck: true,
    of: byUse,
    turn: (it) => {
      it.probeAlwaysOk = true;
    },
  },
  {
    says: 'lets nobody in, ever',
    struck: true,
    of: byUse,
    turn: (it) => {
      it.probeAlwaysRefuses = true;
    },
  },
  {
    says: 'lists two that look alike',
    struck: false,
    of: listed,
    turn: (it) => {
      it.twoWithOneHint = true;
    },
  },
  {
    says: 'finds only another account’s',
    struck: false,
    of: lookedUp,
    turn: (it) => {
      it.otherAccount = true;
    },
  },
  {
    says: 'lists the first page, and the rest elsewhere',
    struck: false,
    of: listed,
    turn: (it) => {
      it.morePages = true;
    },
  },
  ...all.map(
    (trouble): Lie => ({
      says: `${names[trouble]} when it is to be ended`,
      trouble: true,
      struck: false,
      midway: true,
      turn: (it) => {
        it.trouble.strike = trouble;
      },
    }),
  ),
  ...all.map(
    (trouble): Lie => ({
      says: `${names[trouble]} when it is looked up`,
      trouble: true,
      struck: false,
      of: listed,
      turn: (it) => {
        it.trouble.list = trouble;
      },
    }),
  ),
  ...all.map(
    (trouble): Lie => ({
      says: `does nothing, then ${names[trouble]} when it is tried`,
      trouble: true,
      struck: true,
      of: byUse,
      turn: (it) => {
        it.acceptedNothingHappens = true;
        it.afterStrike.look = trouble;
      },
    }),
  ),
  ...all.map(
    (trouble): Lie => ({
      says: `does nothing, then ${names[trouble]} when it is looked up`,
      trouble: true,
      struck: true,
      of: byProvider,
      turn: (it) => {
        it.acceptedNothingHappens = true;
        it.afterStrike.list = trouble;
      },
    }),
  ),
];

type Run<S extends StandIn> = { told: Containment; standIn: S; leaked: Leaked<S>; value: string | undefined };

type Place<S extends StandIn> = {
  title: string;
  world(): World;
  standIn(): S;
  /** A number for the next leak. */
  nextId(): number;
  tell(row: TargetRow): void;
  secrets: string[];
};

/** One leak of that kind; `turn` changes the stand-in before it, or when the plan is made. */
async function leakOf<S extends StandIn>(place: Place<S>, scenario: Scenario<S>, lie?: Lie): Promise<Run<S>> {
  const [world, standIn] = [place.world(), place.standIn()];
  await world.calm();
  standIn.calm();
  const leaked = scenario.leak(place.nextId());
  const value = leaked.place(standIn);
  const turn = () => lie?.turn(standIn.lies);
  if (lie?.midway !== true) turn();
  const midway: Midway = lie?.midway === true ? { beforeDecision: turn } : {};
  const leak = { kind: scenario.kind, locator: leaked.locator, ...(value === undefined ? {} : { value }) };
  return { told: await containByClock(world, leak, midway), standIn, leaked, value };
}

/** What holds whatever the service does: only what was meant was touched, as described, and no secret was written down. */
function expectHarmless<S extends StandIn>(place: Place<S>, { told, standIn, leaked, value }: Run<S>): void {
  expect(standIn.struck.filter((what) => what !== leaked.meant)).toEqual([]);
  expect(leaked.neighbourWorks(standIn)).toBe(true);
  expect(standIn.violations).toEqual([]);
  const secrets = [...place.secrets, ...(value === undefined ? [] : [value])];
  expect(secrets.filter((secret) => told.written.includes(secret))).toEqual([]);
}

function tell<S extends StandIn>(place: Place<S>, scenario: Scenario<S>, says: string, run: Run<S>): void {
  const { told, standIn, leaked } = run;
  const struck = standIn.asked.findLast((line) => sameCall(line, scenario.call));
  place.tell({
    target: `${place.title}, ${scenario.kind}: ${says}`,
    asked: scenario.call,
    answered: struck?.split(' ').at(-1) ?? 'not asked',
    truth: leaked.works(standIn) ? 'it lives on' : 'it is dead',
    concluded: concluded(told),
    after: timeBucket(isCutOff(told.state) ? told.afterMs : null),
  });
}

function sameCall(line: string, call: string): boolean {
  const pattern = call.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]*\}/g, '[^/ ]+');
  return new RegExp(`^${pattern} `).test(line);
}

export function honestlyContained<S extends StandIn>(place: Place<S>, scenarios: Scenario<S>[]): void {
  describe.each(scenarios)('an honest service, $kind', (scenario) => {
    it(`is ended, and that is proven: ${scenario.proof}`, async () => {
      const run = await leakOf(place, scenario);
      const { told, standIn, leaked } = run;
      tell(place, scenario, 'does as it says', run);
      expect(standIn.struck).toEqual([leaked.meant]);
      expect(leaked.works(standIn)).toBe(false);
      expectHarmless(place, run);
      if (scenario.proof === 'by-hand') {
        expect(isCutOff(told.state)).toBe(false);
        expect(told.stuck?.byHand).toContain('curl');
      } else {
        expect(told).toMatchObject({ grade: scenario.proof, stuck: null });
        expect(isCutOff(told.state)).toBe(true);
      }
    });

    if (scenario.proof === 'by-hand') return;
    it('that takes a few seconds is waited for, and that has a storm is asked again', async () => {
      const late = await leakOf(place, scenario, {
        says: '',
        struck: true,
        turn: (it) => Object.assign(it, { lagMs: seconds(8) }),
      });
      expect(late.told).toMatchObject({ grade: scenario.proof });
      expectHarmless(place, late);
      const turn = (it: Lies) => Object.assign(it, { trouble: { strike: 'storm', look: 'storm', list: 'storm' }, storms: 3 });
      const stormy = await leakOf(place, scenario, { says: '', struck: true, turn });
      expect(stormy.told).toMatchObject({ grade: scenario.proof });
      expectHarmless(place, stormy);
    });
  });
}

export function neverBelieved<S extends StandIn>(place: Place<S>, scenarios: Scenario<S>[]): void {
  describe.each(scenarios)('a service that lies, $kind', (scenario) => {
    const told = lies.filter(({ of, trouble }) => {
      return (of?.(scenario as unknown as Scenario<never>) ?? true) && (scenario.thorough || trouble !== true);
    });
    it.each(told)('$says', async (lie) => {
      const run = await leakOf(place, scenario, lie);
      const { told, standIn, leaked } = run;
      if (scenario.thorough) tell(place, scenario, lie.says, run);
      if (scenario.inspected === true && !leaked.works(standIn)) {
        // The use of it says nothing, but the provider says that it is dead, and it is.
        expect([null, 'by-provider']).toContain(told.grade);
      } else {
        expect(told.states.filter(isCutOff)).toEqual([]);
        expect(told.grade).toBeNull();
      }
      expect(standIn.struck.length > 0).toBe(lie.struck);
      // Whoever must act has the command, once there is a plan to carry out.
      if (told.stuck !== null && told.stuck.step !== 'identify') expect(told.stuck.byHand).toContain('curl');
      expectHarmless(place, run);
    });
  });
}
