/** The part of staunch.yml that says where the bot itself listens: the hand-in page, health, and Slack where it calls us. */
import { z } from 'zod';
import { isSafeAddress } from './safe-address.ts';

/** On this machine only, until a file says otherwise: what people reach stands behind a proxy with a certificate. */
const usualHost = '127.0.0.1';
const usualPort = 8_480;

/** `url`: the same place as people reach it, without a slash at its end; null: as `host` and `port` say. */
export type ListenConfig = { host: string; port: number; url: string | null };

export const listenSchema = z
  .strictObject({
    host: z
      .string()
      .regex(/^[0-9A-Za-z.:_-]{1,253}$/, 'is no host name or IP address')
      .default(usualHost)
      .meta({ examples: [usualHost] }),
    port: z
      .int()
      .min(1, 'is no port: 1 to 65535')
      .max(65_535, 'is no port: 1 to 65535')
      .default(usualPort)
      .meta({ examples: [usualPort] }),
    url: z
      .string()
      .max(1_024)
      .refine(isSafeAddress, 'is no address that a leaked value may be sent to: https://…, or http:// on this machine')
      .optional()
      .meta({ examples: ['https://staunch.internal'] }),
  })
  .prefault({})
  .meta({ examples: [{ host: usualHost, port: usualPort, url: 'https://staunch.internal' }] });

export function listenOf({ host, port, url }: z.output<typeof listenSchema>): ListenConfig {
  return { host, port, url: url?.replace(/\/+$/, '') ?? null };
}
