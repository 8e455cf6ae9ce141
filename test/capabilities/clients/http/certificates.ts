/** Certificates made for one test run, by openssl, and gone with their folder. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Certificate = { key: string; cert: string; file: string };

export type Authority = {
  folder: string;
  file: string;
  /** `names` as openssl writes them: "DNS:gitlab.test,IP:127.0.0.1". `days` below zero: expired. */
  signs(names: string, days?: number): Certificate;
  selfSigned(names: string): Certificate;
};

const freshKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

export function authority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'staunch-certificates-'));
  const at = (name: string) => join(folder, name);
  const openssl = (...words: string[]) => execFileSync('openssl', words, { stdio: 'pipe', timeout: 20_000 });
  const rootWords = ['-keyout', at('ca.key'), '-out', at('ca.pem'), '-subj', '/CN=test authority', '-days', '2'];
  openssl('req', '-x509', ...freshKey, ...rootWords);
  let made = 0;
  const read = (name: string): Certificate => ({
    key: readFileSync(at(`${name}.key`), 'utf8'),
    cert: readFileSync(at(`${name}.pem`), 'utf8'),
    file: at(`${name}.pem`),
  });
  return {
    folder,
    file: at('ca.pem'),
    signs(names, days = 2) {
      made += 1;
      const name = `leaf-${made}`;
      openssl('req', ...freshKey, '-keyout', at(`${name}.key`), '-out', at(`${name}.csr`), '-subj', `/CN=${name}`);
      writeFileSync(at(`${name}.ext`), `subjectAltName=${names}\n`);
      const signing = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', String(days)];
      openssl('x509', '-req', '-in', at(`${name}.csr`), ...signing, '-extfile', at(`${name}.ext`), '-out', at(`${name}.pem`));
      return read(name);
    },
    selfSigned(names) {
      made += 1;
      const name = `self-${made}`;
      const words = ['-keyout', at(`${name}.key`), '-out', at(`${name}.pem`), '-subj', `/CN=${name}`, '-days', '2'];
      openssl('req', '-x509', ...freshKey, ...words, '-addext', `subjectAltName=${names}`);
      return read(name);
    },
  };
}
