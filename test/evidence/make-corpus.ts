/**
 * Writes test/fixtures/bundles/<version>/ for the version in package.json, once: a released bundle is never made again.
 * Run: node test/evidence/make-corpus.ts
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { bundleOf } from '../../src/incident/export.ts';
import { linesAbout } from '../../src/timeline/bundle/witnessed.ts';
import { openWorld } from '../incident/world.ts';
import { aloneIncident, askedIncident, containedIncident, purgedIncident, undoneIncident } from './incidents.ts';
import { ourVerifier } from './our-verifier.ts';
import { openSigners } from './signers.ts';
import { testKey } from './test-keys.ts';

const root = resolve(import.meta.dirname, '../..');
const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
const folder = join(root, 'test/fixtures/bundles', version);
if (existsSync(folder)) throw new Error(`${folder} is there already: raise the version in package.json first.`);

let witness = '';
const signers = await openSigners();
const world = await openWorld({
  people: signers.people,
  witness: {
    async write(line) {
      witness += line;
    },
  },
});
const incidents = {
  contained: await containedIncident(world, signers),
  undone: await undoneIncident(world, signers),
  purged: await purgedIncident(world),
  alone: await aloneIncident(world, signers),
  open: await askedIncident(world),
};

const witnessed = (incident: string) => Promise.resolve(linesAbout(incident, witness, testKey.publicKey));
const verify = ourVerifier();
const files: [string, string][] = [
  ['record-key.pub.pem', testKey.publicPem],
  ['witness.ndjson', witness],
];
for (const [name, incident] of Object.entries(incidents)) {
  const bundle = await bundleOf({ db: world.db, sign: testKey.sign, witnessed }, incident);
  if (bundle === null) throw new Error(`There is no incident to export as ${name}.`);
  const { ok, firstFault } = await verify(bundle, testKey.publicKey, [witness]);
  if (!ok) throw new Error(`${name} does not verify: ${firstFault?.what}`);
  files.push([`${name}.ndjson`, bundle]);
}
await mkdir(folder, { recursive: true });
for (const [name, text] of files) await writeFile(join(folder, name), text);
await world.close();
await signers.remove();
