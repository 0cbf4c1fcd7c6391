/** What a script leaves set in its session when it ends. */
import type { Statement, Step } from './program.ts';
import { firstWord, tokensOf } from './tokens.ts';

/** The statement that sets `search_path` beyond the script's end, if one does and nothing takes it back. */
export function lastingSearchPath(steps: readonly Step[]): Statement | undefined {
  let found: Statement | undefined;
  for (const { statement } of steps) {
    const change = searchPathChange(statement.text);
    if (change !== undefined) found = change === 'set' ? statement : undefined;
  }
  return found;
}

/** Other statements begin otherwise and are not looked at any further. */
const STARTS = new Set(['SET', 'RESET', 'DISCARD', 'SELECT']);

function searchPathChange(text: string): 'set' | 'reset' | undefined {
  const start = firstWord(text);
  if (!STARTS.has(start) || !/search_path|\ball\b|\bschema\b/i.test(text)) return undefined;
  const [, ...rest] = tokensOf(text);
  switch (start) {
    case 'RESET':
      return rest[0] === 'SEARCH_PATH' || rest[0] === 'ALL' ? 'reset' : undefined;
    case 'DISCARD':
      return rest[0] === 'ALL' ? 'reset' : undefined;
    case 'SELECT':
      return setConfig(rest);
    default: {
      const setting = rest[0] === 'SESSION' ? rest.slice(1) : rest;
      // SET SCHEMA 'x' is the standard's way to write it.
      if (setting[0] !== 'SEARCH_PATH' && setting[0] !== 'SCHEMA') return undefined;
      return setting.at(-1) === 'DEFAULT' ? 'reset' : 'set';
    }
  }
}

/** `set_config('search_path', …, false)`, as pg_dump writes it. */
function setConfig(tokens: readonly string[]): 'set' | undefined {
  const call = tokens.indexOf('SET_CONFIG');
  if (call === -1 || tokens[call + 2] !== "'search_path'") return undefined;
  return tokens.slice(call).includes('FALSE') ? 'set' : undefined;
}

/**
 * What makes a session another one than a new one would be even after DISCARD ALL: a name of one's own (`app.user`), once set, is empty
 * from then on and not unknown; and what `random()` draws follows from `setseed` as long as the session lasts. Of `set_config` the names that
 * are plainly PostgreSQL's own are left out, which pg_dump sets in every dump.
 */
const OUTLASTING =
  /\bsetseed\b|\bset_config\s*\(\s*(?!'[^'.]*')|\b(?:re)?set\s+(?:(?:local|session)\s+)?(?:"[^".]*"?\.|[\w$%]+\.["\w%])|\bset\s+(?:local|session)\s+['%]/i;

/** Whether the statement, or a body or text in it, leaves in its session what nothing takes back. It may only look so. */
export function outlastsReset(text: string): boolean {
  return OUTLASTING.test(text);
}

/** Statements that do their work at once and leave nothing that does it again. */
const AT_ONCE = new Set(['SET', 'RESET', 'SELECT', 'WITH', 'VALUES', 'INSERT', 'UPDATE', 'DELETE', 'MERGE']);

/** Whether others may set off later what is in the statement. */
export function defines(text: string): boolean {
  return !AT_ONCE.has(firstWord(text));
}
