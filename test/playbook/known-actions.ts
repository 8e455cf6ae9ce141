/** The actions of the house, as lint knows them; a test in test/composition holds them against the real ones. */
export const knownActions = [
  { name: 'credential.identify', gives: 'facts' },
  { name: 'credential.probe', gives: 'look' },
  { name: 'leak.plan', gives: 'plans' },
  { name: 'credential.strike', gives: 'strike' },
  { name: 'credential.prove', gives: 'proof' },
  { name: 'credential.undo', gives: 'undo' },
  { name: 'report.write', gives: 'document' },
] as const;
