/** What a route answers, and how it goes out. */
import type { ServerResponse } from 'node:http';

export type Answer = { status: number; type: string; body: string; headers?: Readonly<Record<string, string>> };

/** On every answer, whatever it is: nothing is kept, framed, guessed or told to anybody else. */
const always = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'X-Robots-Tag': 'noindex, nofollow',
} as const;

/** For what is no page: it may load, run and be framed by nothing. */
const barePolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const jsonAnswer = (status: number, body: unknown): Answer => ({
  status,
  type: 'application/json; charset=utf-8',
  body: `${JSON.stringify(body)}\n`,
});

export const textAnswer = (status: number, body: string): Answer => ({ status, type: 'text/plain; charset=utf-8', body });

/** `bodiless`: the answer to a HEAD. */
export function send(response: ServerResponse, answer: Answer, bodiless: boolean): void {
  const { status, type, body, headers = {} } = answer;
  response.writeHead(status, {
    ...always,
    'Content-Security-Policy': barePolicy,
    ...headers,
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(bodiless ? undefined : body);
}
