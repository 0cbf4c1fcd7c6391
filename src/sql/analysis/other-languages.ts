/** Code in languages other than SQL and PL/pgSQL. */
import { type Context, giveUp } from './context.ts';

/** Everybody may be let use these, as they reach nothing but the database. What is written in any other may read files or ask others. */
const TRUSTED: ReadonlySet<string> = new Set([
  'plcoffee',
  'plls',
  'pllua',
  'plperl',
  'plprql',
  'plrust',
  'pltcl',
  'plv8',
]);

/** @param because what runs, as `giveUp` takes it */
export function refuseLanguage(context: Context, language: string, because: string): void {
  giveUp(context, because, true);
  if (!TRUSTED.has(language.toLowerCase())) context.recorder.reachOutside(because);
}
