import { randomBytes } from 'node:crypto';

/** Tickets that nobody came with are forgotten, the oldest first. */
const mostTickets = 100;

/** What a Socket Mode address holds: each opens one connection, once. */
export type Tickets = { issue(): string; take(ticket: string | null): boolean };

export function createTickets(): Tickets {
  const issued = new Set<string>();
  return {
    issue() {
      const ticket = randomBytes(16).toString('hex');
      issued.add(ticket);
      const [oldest] = issued;
      if (issued.size > mostTickets && oldest !== undefined) issued.delete(oldest);
      return ticket;
    },
    take: (ticket) => ticket !== null && issued.delete(ticket),
  };
}
