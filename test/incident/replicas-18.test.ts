import { replicasOn } from './replicas.ts';

replicasOn(18);
