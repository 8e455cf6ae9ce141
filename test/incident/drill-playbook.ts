/** A short playbook with every sort of part: steps for each credential, a gate, stages that run together, steps by hand. */
export const drill = `playbook: drill
title: A drill
within: 15m
ladders:
  standard:
    reversible: { people: 1, from: on-call }
    irreversible: { people: 1, from: approvers, notRequester: true }
    mass: { people: 2, from: approvers, notRequester: true }
stages:
  identify:
    within: 2m
    steps:
      - { do: credential.identify, each: credential }
      - { do: credential.probe, each: credential }
      - { do: leak.plan }
    next: contain
  contain:
    within: 5m
    gate: { plan: containment, ladder: standard, expires: 3m }
    steps:
      - { do: credential.strike, each: credential }
      - { do: credential.prove, each: credential }
    next: { together: [look, tell], then: write }
  look:
    within: 8m
    steps:
      - { by-hand: Look around, id: look-around, who: on-call, instructions: Look twice. }
  tell:
    within: 8m
    steps:
      - { by-hand: Tell the owners, id: tell-owners, who: on-call, instructions: Tell them. }
  write:
    within: 72h
    steps:
      - { do: report.write }
    next: end
`;
