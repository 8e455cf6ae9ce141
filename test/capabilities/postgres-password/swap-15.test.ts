import { it } from 'vitest';
import { available } from '../../servers/postgres.ts';
import { swapOn } from './swap-on-server.ts';

if (available(15)) swapOn(15);
else it.skip('PostgreSQL 15 is not on this machine', () => undefined);
