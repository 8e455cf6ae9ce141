/** What `start` tells people once the bot works. `logFile`: where its log goes; null when they see it here. */
export function startedWords(started: { embedded: boolean; logFile: string | null; program: string }): string {
  const log = started.logFile === null ? '' : ` Its log: ${started.logFile}`;
  return [
    ...(started.embedded
      ? ['The embedded database serves one process and does not survive a power cut: set DATABASE_URL for real use.']
      : []),
    `Staunch is running, without Slack: drive it from another terminal (${started.program} --help). Ctrl-C ends it; what is under way goes on at the next start.${log}`,
    '',
  ].join('\n');
}
