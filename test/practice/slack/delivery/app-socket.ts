import { WebSocket } from 'ws';
import type { JsonObject } from '../../../../src/practice/slack/workspace/model.ts';
import { atEnd, type OpenSlack } from './open-slack.ts';

export type AppSocket = {
  /** Everything that came, oldest first. */
  heard: JsonObject[];
  /** The next that came of this type and was not taken yet. */
  next(type: string): Promise<JsonObject>;
  ack(envelope: JsonObject, payload?: unknown): void;
  closed: Promise<number>;
  close(): void;
};

/** An address for one connection, by Slack's own client. */
export async function openAddress(slack: OpenSlack): Promise<string> {
  const opened = await slack.client.apps.connections.open({ token: slack.appToken });
  return String(opened.url);
}

/** An app that does nothing by itself. Answers once it was greeted. */
export async function connectApp(slack: OpenSlack): Promise<AppSocket & { hello: JsonObject }> {
  const socket = new WebSocket(await openAddress(slack));
  atEnd(async () => socket.terminate());
  const heard: JsonObject[] = [];
  const taken = new Set<JsonObject>();
  const waiting = new Set<() => void>();
  socket.on('message', (data) => {
    heard.push(JSON.parse(String(data)) as JsonObject);
    for (const look of [...waiting]) look();
  });
  const app: AppSocket = {
    heard,
    next: (type) =>
      new Promise((resolve) => {
        const look = () => {
          const found = heard.find((one) => one.type === type && !taken.has(one));
          if (found === undefined) return;
          taken.add(found);
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    ack: ({ envelope_id }, payload) =>
      socket.send(JSON.stringify({ envelope_id, ...(payload === undefined ? {} : { payload }) })),
    closed: new Promise((resolve) => socket.on('close', (code) => resolve(code))),
    close: () => socket.close(),
  };
  return { ...app, hello: await app.next('hello') };
}
