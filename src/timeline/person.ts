/** A person as an incident pins them when it is declared. `ssh` is an OpenSSH public key line or null. */
export type PinnedPerson = { id: string; groups: string[]; ssh: string | null };
