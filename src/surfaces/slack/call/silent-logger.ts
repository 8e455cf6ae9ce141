import { type Logger, LogLevel } from '@slack/web-api';

/** Slack's packages log bodies and tokens where they log at all. `report` hears their errors and warnings, without values. */
export function silentLogger(): Logger {
  const nothing = () => undefined;
  return {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: nothing,
    setLevel: nothing,
    setName: nothing,
    getLevel: () => LogLevel.ERROR,
  };
}
