/** A person as an incident pins them when it is declared. `ssh` is an OpenSSH public key line or null. */
export type PinnedPerson = { id: string; groups: string[]; ssh: string | null };

/** How people are called, and the IANA zone they live in, by id. Stands in bodies alone, so that it can be purged. */
export type PeopleNames = Record<string, { name: string; timezone: string }>;
