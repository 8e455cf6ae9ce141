export type Started = {
  embedded: boolean;
  /** Where its log goes; null when they see it here. */
  logFile: string | null;
  program: string;
  /** The address of the bot's own page; null where it has none. */
  page: string | null;
  /** Null where Slack is not configured; `trouble`: why it is not heard yet. */
  slack: { trouble: string | null } | null;
};

/** What `start` tells people once the bot works. */
export function startedWords({ embedded, logFile, program, page, slack }: Started): string {
  const log = logFile === null ? '' : ` Its log: ${logFile}`;
  return [
    ...(embedded
      ? ['The embedded database serves one process and does not survive a power cut: set DATABASE_URL for real use.']
      : []),
    ...(page === null ? ['No listener: values are handed in at the terminal only; the log says why.'] : []),
    ...(slack !== null && slack.trouble !== null ? [`Slack is away, and is tried again: ${slack.trouble}`] : []),
    `Staunch is running, ${howReached(slack)} (${program} --help). Ctrl-C ends it; what is under way goes on at the next start.${log}`,
    '',
  ].join('\n');
}

function howReached(slack: Started['slack']): string {
  if (slack === null) return 'without Slack: drive it from another terminal';
  return slack.trouble === null ? 'in Slack and from any other terminal' : 'from any other terminal';
}
