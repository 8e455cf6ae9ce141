/** Which of our pages a request means. */

export const handInPath = '/hand-in/';
const takenPath = `${handInPath}taken`;
export const slackPath = '/slack/events';

export type Route =
  | { to: 'hand-in'; token: string }
  | { to: 'taken' | 'alive' | 'ready' | 'metrics' | 'slack' }
  | { to: 'nowhere' }
  | { to: 'other-method'; allowed: string };

const looked: Readonly<Record<string, 'taken' | 'alive' | 'ready' | 'metrics'>> = {
  [takenPath]: 'taken',
  '/healthz': 'alive',
  '/readyz': 'ready',
  '/metrics': 'metrics',
};

/** `target` as it stands in the request: its path, maybe a query, which says nothing to us. */
export function routeOf(method: string, target: string): Route {
  const path = target.split('?', 1)[0] ?? '';
  const looks = method === 'GET' || method === 'HEAD';
  const page = Object.hasOwn(looked, path) ? looked[path] : undefined;
  if (page !== undefined) return looks ? { to: page } : { to: 'other-method', allowed: 'GET, HEAD' };
  if (path === slackPath) return method === 'POST' ? { to: 'slack' } : { to: 'other-method', allowed: 'POST' };
  if (!path.startsWith(handInPath)) return { to: 'nowhere' };
  const token = path.slice(handInPath.length);
  return looks || method === 'POST' ? { to: 'hand-in', token } : { to: 'other-method', allowed: 'GET, HEAD, POST' };
}
