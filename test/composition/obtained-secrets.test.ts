import { expect, test } from 'vitest';
import { obtainedSecrets } from '../../src/composition/obtained-secrets.ts';
import { createRedactor } from '../../src/platform/redact/redactor.ts';

test('what a program handed over is masked from then on, the newest ones first of all', () => {
  const redactor = createRedactor();
  const know = obtainedSecrets(redactor, 2);
  for (const secret of ['first-secret', 'second-secret', 'first-secret', 'third-secret']) know(secret);
  const text = redactor.text('first-secret second-secret third-secret');
  expect(text).not.toContain('first-secret');
  expect(text).not.toContain('third-secret');
  expect(text).toContain('second-secret');
});

test('what was known already stays masked when it is forgotten here', () => {
  const redactor = createRedactor();
  redactor.know('from-the-environment');
  const know = obtainedSecrets(redactor, 1);
  for (const secret of ['from-the-environment', 'another-secret']) know(secret);
  expect(redactor.text('from-the-environment')).not.toContain('environment');
});
