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
