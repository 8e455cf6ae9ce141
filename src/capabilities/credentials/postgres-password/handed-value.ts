/** What a sink gets: the password alone, or with whom it belongs to. */
import type { PostgresTarget, SinkSettings } from '../../clients/postgres/target.ts';

type Place = Pick<PostgresTarget, 'host' | 'port' | 'database'>;

export function handedValue(
  { host, port, database }: Place,
  role: string,
  password: string,
  format: SinkSettings['format'],
): string {
  switch (format) {
    case 'password':
      return password;
    case 'json':
      return JSON.stringify({ user: role, password, host, port, database });
    case 'url': {
      const [user, secret, name] = [role, password, database].map(encodeURIComponent);
      // A socket's folder is no host of a URL: libpq takes it as a parameter.
      const place = host.startsWith('/')
        ? `:${port}/${name}?host=${encodeURIComponent(host)}`
        : `${bracketed(host)}:${port}/${name}`;
      return `postgres://${user}:${secret}@${place}`;
    }
  }
}

const bracketed = (host: string) => (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host);
