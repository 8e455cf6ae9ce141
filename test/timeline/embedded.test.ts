import { openEmbedded } from '../../src/platform/db/embedded.ts';
import { recordOn } from './on-database.ts';

recordOn('the embedded database', () => openEmbedded(null));
