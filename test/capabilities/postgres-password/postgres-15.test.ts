import { it } from 'vitest';
import { available } from '../../servers/postgres.ts';
import { postgresPasswordOn } from './on-server.ts';

if (available(15)) postgresPasswordOn(15);
else it.skip('PostgreSQL 15 is not on this machine', () => undefined);
