/** Somebody's account in Slack: U… in the workspace T… */
export type SlackIdentity = { user: string; team: string };

/**
 * A person as an incident pins them when it is declared. `ssh` is an OpenSSH public key line or null.
 * `slack` is absent where nobody said which account is theirs, and in records of versions that did not know it.
 */
export type PinnedPerson = { id: string; groups: string[]; ssh: string | null; slack?: SlackIdentity | undefined };

/** How people are called, and the IANA zone they live in, by id. Stands in bodies alone, so that it can be purged. */
export type PeopleNames = Record<string, { name: string; timezone: string }>;
