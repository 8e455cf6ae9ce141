/** Whether this is practice or the real thing. Practice is never a silent fallback. */

export type Mode = { mode: 'practice' } | { mode: 'configured' } | { mode: 'refused'; message: string };

export type ModeFacts = {
  /** `--practice` was typed. */
  practiceFlag: boolean;
  /** The configuration file that was looked for, and whether it is there. */
  configFile: { path: string; exists: boolean; named: boolean };
  databaseUrl: boolean;
  /** NODE_ENV=production. */
  production: boolean;
};

const exampleHint = 'Copy staunch.example.yml to staunch.yml and edit it, or name another file with --config.';

/** The mode, or why there is none. */
export function chooseMode({ practiceFlag, configFile, databaseUrl, production }: ModeFacts): Mode {
  if (practiceFlag && databaseUrl) {
    return refused(
      '--practice and DATABASE_URL do not go together: practice never touches a real database. Remove one of them.',
    );
  }
  if (practiceFlag) return { mode: 'practice' };
  if (configFile.exists) return { mode: 'configured' };
  if (configFile.named) return refused(`The configuration file ${configFile.path} is not there. ${exampleHint}`);
  if (databaseUrl) return refused(`DATABASE_URL is set, but there is no configuration at ${configFile.path}. ${exampleHint}`);
  if (production) return refused(`NODE_ENV is production, but there is no configuration at ${configFile.path}. ${exampleHint}`);
  return { mode: 'practice' };
}

function refused(message: string): Mode {
  return { mode: 'refused', message };
}
