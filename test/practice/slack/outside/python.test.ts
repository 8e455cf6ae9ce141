import { expect, test } from 'vitest';
import { argumentFaults } from '../../../../src/practice/slack/strict/arguments.ts';
import { blockFaults } from '../../../../src/practice/slack/strict/blocks.ts';
import { viewFaults } from '../../../../src/practice/slack/strict/view.ts';
import { installed } from '../../../servers/installed.ts';
import { startApi } from '../api/api-server.ts';
import { ended, startPython } from './run-python.ts';

test.runIf(installed('slack_sdk'))(
  'Slack’s own client for Python is answered as it expects, and refused where it expects it',
  async () => {
    const api = await startApi({ strict: { argumentFaults, blockFaults, viewFaults } });
    const { botToken, appToken } = api.workspace.app;
    const child = startPython('web', { api: `${api.origin}/api/`, botToken, appToken, person: 'U0APPROVE1' });
    expect(await ended(child)).toEqual({ code: 0, said: 'all calls answered as Slack answers them\n' });
  },
);
