/**
 * Formats of secrets that can be told from ordinary text by their looks alone. One row a format; the whole match is the secret.
 * Every pattern is linear: one character class after a fixed beginning, no nested repetition, and where a beginning can
 * stand inside its own tail it must stand at the start of a word.
 */
export type Format = { name: string; pattern: RegExp };

// A word starts after anything that is not a word character, and after an escape of JSON ("\n"), whose letter looks like one.
const start = String.raw`(?<=^|[^A-Za-z0-9_-]|\\[bfnrt])`;
const end = '(?![A-Za-z0-9])';

const row = (name: string, source: string, flags = 'g'): Format => ({ name, pattern: new RegExp(source, flags) });

export const formats: readonly Format[] = [
  row('github-token', String.raw`gh[pousr]_[A-Za-z0-9_]{20,}(?:\.[A-Za-z0-9_-]{10,}){0,2}`),
  row('github-fine-grained-token', 'github_pat_[A-Za-z0-9_]{22,}'),
  row('gitlab-token', 'gl(?:pat|dt|rt|rtr|cbt|ptt|ft|imt|agent|oas|soat|ffct)-[A-Za-z0-9_.-]{19,}[A-Za-z0-9_-]'),
  row('aws-access-key-id', `${start}(?:AKIA|ASIA)[A-Z2-7]{16}${end}`),
  row('slack-token', '(?:xox[a-z]|xapp|xwfp)-[A-Za-z0-9-]{10,}'),
  row('slack-webhook', String.raw`(?<=hooks\.slack\.com\/(?:services|workflows|triggers)\/)[A-Za-z0-9_\/-]{20,}`),
  row('vault-token', String.raw`hv[sbr]\.[A-Za-z0-9_-]{20,}`),
  row('vault-legacy-token', String.raw`${start}s\.[A-Za-z0-9]{24}${end}`),
  row('sk-api-key', `${start}sk-[A-Za-z0-9_-]{20,}`),
  row('stripe-key', `${start}[rs]k_(?:live|test)_[A-Za-z0-9]{10,}`),
  row('webhook-signing-secret', `${start}whsec_[A-Za-z0-9+/]{20,}=*`),
  row('npm-token', 'npm_[A-Za-z0-9]{36,}'),
  row('pypi-token', 'pypi-[A-Za-z0-9_-]{50,}'),
  row('google-api-key', `${start}AIza[A-Za-z0-9_-]{35}`),
  row('google-client-secret', `${start}GOCSPX-[A-Za-z0-9_-]{20,}`),
  row('google-access-token', String.raw`${start}ya29\.[A-Za-z0-9_.-]{20,}`),
  row('sendgrid-key', String.raw`${start}SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}`),
  row('digitalocean-token', 'do[opr]_v1_[a-f0-9]{40,}'),
  row('docker-token', 'dckr_[a-z]{2,5}_[A-Za-z0-9_-]{20,}'),
  row('hugging-face-token', `${start}hf_[A-Za-z0-9]{30,}`),
  row('shopify-token', 'shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{32,}'),
  row('grafana-token', `${start}gl(?:sa|c)_[A-Za-z0-9+/_=]{20,}`),
  row('linear-key', 'lin_api_[A-Za-z0-9]{20,}'),
  row('age-secret-key', 'AGE-SECRET-KEY-1[A-Z0-9]{50,}'),
  row('json-web-token', String.raw`${start}eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){2,4}`),
  row('authorization-header', String.raw`(?<=authorization["']?[:=] ?["']?(?:basic|bearer|token) )[^\s"'\\]{8,}`, 'gi'),
  // A body ends at the next five dashes, so that a beginning without its end is masked too and is read only once.
  row(
    'private-key',
    '-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[^"-]|-(?!----)){0,20000}(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?',
  ),
  // Only the password of a URL: its user and host are what a responder needs to read.
  row('password-in-url', String.raw`(?<=:\/\/[^\s:@\/"]{0,256}:)[^\s\/"]{1,1024}(?=@)`),
  row('password-in-connection-string', String.raw`(?<=(?:password|passwd|pwd)=)[^\s&;"'<\[$%{\\][^\s&;"'\\]{3,1024}`, 'gi'),
  row('scram-verifier', String.raw`SCRAM-SHA-256\$[0-9]{1,10}:[A-Za-z0-9+\/=]{8,}\$[A-Za-z0-9+\/=]{8,}:[A-Za-z0-9+\/=]{8,}`),
  row('md5-verifier', `${start}md5[0-9a-f]{32}${end}`),
];
