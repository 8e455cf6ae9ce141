/** What the GitHub stand-in keeps, and tokens in GitHub's own forms. */
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const letters = (count: number) => Array.from({ length: count }, () => alphabet[randomInt(62)]).join('');

function base62(number: number): string {
  let [text, rest] = ['', number];
  for (; rest > 0; rest = Math.floor(rest / 62)) text = `${alphabet[rest % 62]}${text}`;
  return text.padStart(6, '0');
}

/** A token as GitHub would make it: the last six characters are a checksum of the rest. */
export function classicToken(prefix: 'ghp_' | 'gho_' | 'ghu_' | 'ghr_' | 'ghs_'): string {
  const body = letters(prefix === 'ghr_' ? 70 : 30);
  return `${prefix}${body}${base62(crc32(body))}`;
}

/** A fine-grained token: eight of its characters are a checksum of all before them. */
export function fineGrainedToken(): string {
  const body = `github_pat_${letters(22)}_${letters(43)}`;
  const bits = [...createHash('sha256').update(body).digest()].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const five = (index: number) => Number.parseInt(bits.slice(index * 5, index * 5 + 5), 2);
  const checksum = Array.from({ length: 8 }, (_, index) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[five(index)]).join('');
  return `${body}${checksum}${letters(8)}`;
}

export type GithubToken = {
  id: number;
  value: string;
  login: string;
  scopes: string[];
  /** The app it was made by, where it was. */
  clientId: string | null;
  /** When it stops working, by the stand-in's clock; null: it works. */
  endsAt: number | null;
};

export type Installation = { id: number; account: string; suspendedAt: number | null };
/** A fine-grained token's access to an organization. */
export type Grant = { id: number; org: string; owner: string; tokenId: number; endsAt: number | null };
/** A credential that may pass an organization's single sign-on. */
export type Authorization = { id: number; org: string; login: string; lastEight: string; endsAt: number | null };
export type SshKey = {
  id: number;
  title: string /** "octo/shop", or null: a user's own. */;
  repository: string | null;
  endsAt: number | null;
};

export type GithubState = {
  tokens: GithubToken[];
  installations: Installation[];
  grants: Grant[];
  authorizations: Authorization[];
  keys: SshKey[];
  /** Every credential that a strike was meant for, whether it took effect: "token 7", "key 3". */
  struck: string[];
};

/** Secrets of Staunch's own accounts at the stand-in. */
const secret = (name: string) => `${name}-${randomBytes(12).toString('hex')}`;

export const clientId = 'Iv1.8a61f9b3a7aba766';

/** Secrets of Staunch's own accounts at the stand-in, by the names that the catalogue gives them. */
export const githubSecrets = {
  client: secret('client'),
  app: secret('app'),
  'org-reader': secret('org-reader'),
  'org-admin': secret('org-admin'),
  'repository-reader': secret('repository-reader'),
  'repository-admin': secret('repository-admin'),
  'user-reader': secret('user-reader'),
  'user-admin': secret('user-admin'),
  /** Of Enterprise Server. */
  caller: secret('caller'),
};

export const noState = (): GithubState => ({
  tokens: [],
  installations: [],
  grants: [],
  authorizations: [],
  keys: [],
  struck: [],
});
