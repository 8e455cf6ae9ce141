import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { PracticeServer } from './server.ts';

export type Login = { role: string; password: string };

/** Who can log in at a furnished server, and where. */
export type Furnished = { database: string; admin: Login; leaked: Login; twin: string };

const database = 'shop';
const newPassword = (): string => randomBytes(24).toString('base64url');

/**
 * Makes the shop's database, the shop's role that leaked with a twin that nobody can use yet, and the bot's role, which has
 * exactly the rights that the guide asks for. At the end nobody can log in as the superuser any more. `tag` goes into the names.
 */
export async function furnish(server: PracticeServer, tag: string): Promise<Furnished> {
  const furnished: Furnished = {
    database,
    admin: { role: 'staunch', password: newPassword() },
    leaked: { role: `shop_${tag}`, password: newPassword() },
    twin: `shop_${tag}_b`,
  };
  await asSuperuser(server, 'postgres', [`create database ${database}`, `revoke connect on database ${database} from public`]);
  await asSuperuser(server, database, statements(furnished, server.superuser));
  return furnished;
}

function statements({ admin, leaked, twin }: Furnished, superuser: string): string[] {
  const users = `${leaked.role}, ${twin}`;
  // The names are ours and plain; a base64url password needs no escape either.
  return [
    `create role ${leaked.role} login password '${leaked.password}'`,
    `create role ${twin} nologin`,
    `create role ${admin.role} login createrole password '${admin.password}'`,
    `grant ${users} to ${admin.role} with admin true, inherit false, set false`,
    `grant pg_signal_backend, pg_read_all_stats to ${admin.role}`,
    `grant connect on database ${database} to ${users}, ${admin.role}`,
    `create table orders (
       id integer generated always as identity primary key,
       item text not null,
       at timestamptz not null default now()
     )`,
    `grant select, insert on orders to ${users}`,
    `alter role ${superuser} nologin`,
  ];
}

async function asSuperuser(server: PracticeServer, into: string, sql: string[]): Promise<void> {
  const { host, port, superuser, superuserPassword } = server;
  const client = new Client({ host, port, user: superuser, password: superuserPassword, database: into, ssl: false });
  await client.connect();
  try {
    for (const statement of sql) await client.query(statement);
  } finally {
    await client.end();
  }
}
