import type { CredentialView, GateView, PlanView, StageView, View, Waiting } from '../../../src/incident/view.ts';

/** All samples live on this day; "now" in tests is 03:16:12. */
export const now = new Date('2026-11-24T03:16:12Z');
export const hashA = `3f9a12bc${'0'.repeat(56)}`;
export const hashB = `3f9a99dd${'1'.repeat(56)}`;

export function stage(id: string, title: string, state: StageView['state'], more: Partial<StageView> = {}): StageView {
  return { id, title, state, startedAt: null, endedAt: null, within: 300, steps: [], ...more };
}

export function sampleAsking(more: Partial<GateView> = {}): GateView {
  return {
    stage: 'contain',
    nonce: 'nonce-1',
    expiresAt: '2026-11-24T03:18:55.000Z',
    alone: null,
    asked: [{ how: 'first', at: '2026-11-24T03:15:55.000Z', to: ['ana'] }],
    mayActAlone: ['ana', 'ben'],
    ...more,
  };
}

export function samplePlan(more: Partial<PlanView> = {}): PlanView {
  return {
    hash: hashA,
    title: 'Cut now: role app may not log in any more',
    reversible: true,
    expectedOutage: 'until replaced',
    breaks: ['4 sessions of shop from 10.0.0.7', '1 session of an application without a name from 203.0.113.9'],
    calls: [
      { order: 1, call: 'ALTER ROLE "app" NOLOGIN', target: 'main', reversible: true, credential: 'c1' },
      {
        order: 2,
        call: 'pg_terminate_backend(pid) for every session of "app"',
        target: 'main',
        reversible: false,
        credential: 'c1',
      },
    ],
    residuals: [],
    needs: { people: 1, from: 'on-call', notRequester: false },
    have: [],
    acceptedBy: null,
    state: 'waiting',
    ...more,
  };
}

export function sampleCredential(more: Partial<CredentialView> = {}): CredentialView {
  return {
    id: 'c1',
    kind: 'postgres-password',
    hint: 'app on main',
    locator: { target: 'main', role: 'app' },
    mode: 'ask',
    state: 'alive',
    held: true,
    destroyed: null,
    proof: {
      grade: null,
      before: { result: 'alive', at: '2026-11-24T03:15:50.000Z', detail: 'login OK; a random password was refused (28P01)' },
      after: null,
    },
    residuals: [],
    breaks: ['4 sessions of shop from 10.0.0.7'],
    remarks: [],
    cutOffAt: null,
    undo: null,
    ...more,
  };
}

export function sampleGate(more: Partial<Waiting> = {}): Waiting {
  return {
    kind: 'gate',
    step: 'contain',
    credential: null,
    plan: hashA,
    what: 'Cut now: role app may not log in any more: needs a yes from 1 of on-call',
    byHand: null,
    residual: null,
    instructions: null,
    for: ['ana', 'ben'],
    since: '2026-11-24T03:15:55.000Z',
    ...more,
  };
}

export function sampleView(more: Partial<View> = {}): View {
  return {
    incident: 'inc_7f00aa11',
    number: 7,
    title: 'Password of role app on main',
    practice: false,
    state: 'open',
    public: false,
    requester: 'ana',
    detectedAt: '2026-11-24T03:12:00.000Z',
    declaredAt: '2026-11-24T03:15:40.000Z',
    exposedSince: null,
    deadline: '2026-11-24T03:27:00.000Z',
    containedAt: null,
    closedAt: null,
    closed: null,
    stages: [
      stage('identify', 'Identify', 'done', {
        within: 120,
        startedAt: '2026-11-24T03:15:40.000Z',
        endedAt: '2026-11-24T03:15:55.000Z',
        steps: [
          {
            id: 'identify.who',
            title: 'Who and what is it',
            by: 'bot',
            state: 'done',
            summary: 'role app (OID 16390), owns 12 tables, 5 sessions',
          },
          { id: 'identify.probe', title: 'Does it work', by: 'bot', state: 'done', summary: 'it opens' },
        ],
      }),
      stage('contain', 'Contain', 'waiting', {
        startedAt: '2026-11-24T03:15:55.000Z',
        steps: [
          { id: 'strike', title: 'Cut it off', by: 'bot', state: 'pending', summary: null },
          { id: 'prove', title: 'Prove it', by: 'bot', state: 'pending', summary: null },
        ],
      }),
      stage('invalidate', 'Invalidate what it minted', 'pending'),
      stage('blast-radius', 'Blast radius', 'pending', { within: 600 }),
      stage('notify', 'Notify', 'pending'),
      stage('post-mortem', 'Post-mortem', 'pending', { within: 86_400 }),
    ],
    credentials: [sampleCredential()],
    waiting: [
      sampleGate(),
      sampleGate({ plan: hashB, what: 'New password: role app gets one that nobody has: needs a yes from 1 of on-call' }),
    ],
    plans: [
      samplePlan(),
      samplePlan({
        hash: hashB,
        title: 'New password: role app gets one that nobody has',
        reversible: false,
        expectedOutage: 'until shop has the new password',
      }),
    ],
    gate: sampleAsking(),
    alarms: [],
    stopped: [],
    paused: [],
    ...more,
  };
}

/** The same incident after the strike. */
export function containedView(more: Partial<View> = {}): View {
  const open = sampleView();
  return {
    ...open,
    state: 'contained',
    containedAt: '2026-11-24T03:17:02.000Z',
    gate: null,
    plans: [samplePlan({ state: 'accepted', acceptedBy: 'people', have: ['ana'] })],
    stages: open.stages.map((each) =>
      each.id === 'contain' ? { ...each, state: 'done', endedAt: '2026-11-24T03:17:02.000Z' } : each,
    ),
    credentials: [
      sampleCredential({
        state: 'cut-off',
        cutOffAt: '2026-11-24T03:16:59.000Z',
        proof: {
          grade: 'by-use',
          before: { result: 'alive', at: '2026-11-24T03:15:50.000Z', detail: 'login OK' },
          after: {
            result: 'refused',
            at: '2026-11-24T03:16:59.000Z',
            detail: '28000: role "app" is not permitted to log in, three times in 2 s',
          },
        },
        residuals: [
          {
            id: 'r1',
            what: 'a prepared transaction of app',
            until: '2026-11-24T04:12:00.000Z',
            endedBy: null,
            acceptedBy: null,
          },
        ],
        breaks: [],
        undo: { plan: hashA, nonce: 'undo-nonce', until: '2026-11-25T03:17:02.000Z' },
      }),
    ],
    waiting: [
      {
        kind: 'by-hand',
        step: 'notify.owners',
        credential: null,
        plan: null,
        what: 'Tell the owners of shop that its password was cut, and how they get a new one.',
        byHand: null,
        residual: null,
        instructions: null,
        for: ['ana'],
        since: '2026-11-24T03:17:02.000Z',
      },
    ],
    ...more,
  };
}
