/** Made-up secrets of well-known formats, put together here so that no file holds one whole. */
const of = (name: string, ...parts: string[]) => ({ name, secret: parts.join('') });
const mixed = 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0';
const hex = '0123456789abcdef'.repeat(4);

export const samples = [
  of('github', 'ghp', '_', mixed.slice(0, 36)),
  of('github fine-grained', 'github', '_pat_', mixed, mixed),
  of('gitlab', 'glpat', '-', mixed.slice(0, 20)),
  of('aws key id', 'AKIA', 'QRSTUVWXYZ234567'),
  of('slack bot', 'xoxb', '-123456789012-123456789012-', mixed.slice(0, 24)),
  of('slack app', 'xapp', '-1-A0123-1234567-', mixed),
  of('vault', 'hvs', '.', mixed),
  of('vault legacy', 's', '.', mixed.slice(0, 24)),
  of('openai', 'sk', '-proj-', mixed),
  of('anthropic', 'sk', '-ant-api03-', mixed),
  of('stripe', 'sk', '_live_', mixed.slice(0, 24)),
  of('npm', 'npm', '_', mixed.slice(0, 36)),
  of('google', 'AIza', mixed.slice(0, 35)),
  of('sendgrid', 'SG', '.', mixed.slice(0, 22), '.', mixed),
  of('digitalocean', 'dop', '_v1_', hex),
  of('json web token', 'eyJhbGciOiJIUzI1NiJ9', '.', 'eyJzdWIiOiIxIn0', '.', mixed),
  of('scram verifier', 'SCRAM-SHA-256', '$4096:', 'c2FsdHNhbHRzYWx0c2E=', '$', `${mixed}+/a=`, ':', `${mixed}+/b=`),
  of('md5 verifier', 'md5', hex.slice(0, 32)),
  of(
    'private key',
    '-----BEGIN RSA ',
    'PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n',
    mixed,
    '\n-----END RSA PRIVATE KEY-----',
  ),
];
