import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { PracticeServer } from './server.ts';

export type Login = { role: string; password: string };

/** Who can log in at a furnished server, and where. */
export type Furnished = { database: string; admin: Login; leaked: Login; shop: Login };

const database = 'shop';
const newPassword = (): string => randomBytes(24).toString('base64url');

/**
 * Makes the shop's database and three new logins: the leaked one, the shop's, and the bot's, which has exactly the
 * rights that the guide asks for. At the end nobody can log in as the superuser any more. `tag` goes into the names.
 */
export async function furnish(server: PracticeServer, tag: string): Promise<Furnished> {
  const furnished: Furnished = {
    database,
    admin: { role: 'staunch', password: newPassword() },
    leaked: { role: `reports_${tag}`, password: newPassword() },
    shop: { role: `shop_${tag}`, password: newPassword() },
  };
  await asSuperuser(server, 'postgres', [`create database ${database}`, `revoke connect on database ${database} from public`]);
  await asSuperuser(server, database, statements(furnished, server.superuser));
  return furnished;
}

function statements({ admin, leaked, shop }: Furnished, superuser: string): string[] {
  // The names are ours and plain; a base64url password needs no escape either.
  return [
    `create role ${leaked.role} login password '${leaked.password}'`,
    `create role ${shop.role} login password '${shop.password}'`,
    `create role ${admin.role} login createrole password '${admin.password}'`,
    `grant ${leaked.role} to ${admin.role} with admin true, inherit false, set false`,
    `grant pg_signal_backend, pg_read_all_stats to ${admin.role}`,
    `grant connect on database ${database} to ${leaked.role}, ${shop.role}, ${admin.role}`,
    `create table orders (
       id integer generated always as identity primary key,
       item text not null,
       at timestamptz not null default now()
     )`,
    `grant select on orders to ${leaked.role}`,
    `grant select, insert on orders to ${shop.role}`,
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
