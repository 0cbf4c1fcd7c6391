/** Which address of the REST interface is whose, and what a token needs for it. */
import type { Level } from '../runner/permissions.ts';
import type { Repository } from './repository.ts';
import { ACTIONS_ROUTES } from './rest-actions.ts';
import type { Answer } from './rest-answers.ts';
import { CONTENT_ROUTES } from './rest-contents.ts';
import { PULL_ROUTES } from './rest-pulls.ts';
import type { World } from './rest-server.ts';

export interface Needed {
  readonly scope: string;
  readonly level: Level;
}

export interface Route {
  readonly method: string;
  /** After `/repos/OWNER/NAME`; a group for each part that varies. */
  readonly path: RegExp;
  /** Any one of these will do. */
  readonly needs: readonly Needed[];
  /** Of GitHub's documentation. */
  readonly page: string;
  readonly answer: (asked: Asked) => Answer;
}

export interface Asked {
  readonly world: World;
  readonly repository: Repository;
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly accept: string;
  /** Of the server. */
  readonly url: string;
}

export function findRoute(method: string, address: string): { route: Route; parts: readonly string[] } | undefined {
  const [, owner = '', name = '', rest] = /^\/repos\/([^/]+)\/([^/]+)(.*)$/.exec(address) ?? [];
  if (rest === undefined) return undefined;
  for (const route of [...CONTENT_ROUTES, ...PULL_ROUTES, ...ACTIONS_ROUTES]) {
    const match = route.method === method ? route.path.exec(rest) : null;
    if (match !== null)
      return { route, parts: [owner, name, ...match.slice(1).map((part) => decodeURIComponent(part))] };
  }
  return undefined;
}
