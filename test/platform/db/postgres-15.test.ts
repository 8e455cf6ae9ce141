import { onServer } from './on-server.ts';

onServer(15);
