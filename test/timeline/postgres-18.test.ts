import { recordOnServer } from './on-server.ts';

recordOnServer(18);
