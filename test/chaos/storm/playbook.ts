/** A playbook with every sort of part, and limits so short that timers fire in the middle of the storm. */
export const stormPlaybook = `playbook: storm
title: A leak in a storm
within: 15m
ladders:
  standard:
    reversible: { people: 1, from: on-call }
    irreversible: { people: 1, from: approvers, notRequester: true }
    mass: { people: 2, from: approvers, notRequester: true }
stages:
  identify:
    within: 3s
    steps:
      - { do: credential.identify, each: credential }
      - { do: credential.probe, each: credential }
      - { do: leak.plan }
    next: contain
  contain:
    within: 40s
    gate: { plan: containment, ladder: standard, expires: 30s }
    steps:
      - { do: credential.strike, each: credential }
      - { do: sessions.end, id: throw-out, each: credential }
      - { do: credential.prove, each: credential }
    next: { together: [look, tell], then: write }
  look:
    within: 2s
    steps:
      - { by-hand: Look around, id: look-around, who: on-call, instructions: Look twice. }
  tell:
    within: 30s
    steps:
      - { by-hand: Tell the owners, id: tell-owners, who: on-call, instructions: Tell them. }
  write:
    within: 72h
    steps:
      - { do: report.write }
    next: end
`;

/** What is done for each credential, and once; in the record's words. */
export const eachSteps = ['identify', 'probe', 'strike', 'throw-out', 'prove'] as const;
export const onceSteps = ['plan', 'write'] as const;
export const handSteps = ['look-around', 'tell-owners'] as const;
/** The steps whose action changes something at the provider. */
export const changingSteps = ['strike', 'throw-out'] as const;
