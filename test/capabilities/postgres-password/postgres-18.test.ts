import { it } from 'vitest';
import { available } from '../../servers/postgres.ts';
import { postgresPasswordOn } from './on-server.ts';

if (available(18)) postgresPasswordOn(18);
else it.skip('PostgreSQL 18 is not on this machine', () => undefined);
