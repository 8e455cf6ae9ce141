import { it } from 'vitest';
import { available } from '../../servers/postgres.ts';
import { swapOn } from './swap-on-server.ts';

if (available(18)) swapOn(18);
else it.skip('PostgreSQL 18 is not on this machine', () => undefined);
