/**
 * Placeholders in migrations that some projects run through Go's text/template or handlebars before they reach PostgreSQL, such as
 * `create schema {{ index .Options "Namespace" }}`.
 *
 * Only names that the caller gave a value for are replaced. Anything else in braces stays as it is, because it may be data: a stored
 * alert text that says `{{.Labels.host}}` is not ours to touch.
 */
import type { Problem } from '../../migration/problem.ts';
import { PLACEHOLDER } from '../../sql/template.ts';

/** The text with every placeholder filled in whose name has a value. Values are put in as they are, never read for placeholders again. */
export function fillTemplates(text: string, variables: ReadonlyMap<string, string>): string {
  if (variables.size === 0 || !text.includes('{{')) return text;
  return text.replaceAll(PLACEHOLDER, (whole: string, key: string | undefined, name: string | undefined) => {
    return variables.get(key ?? name ?? '') ?? whole;
  });
}

const OPTION = /\{\{-?[ \t]*index[ \t]+\.Options[ \t]+"([^"\n]+)"[ \t]*-?\}\}/g;

/** The options a text asks for by name and nobody gave a value for. Only this one form is never data. */
export function unfilledTemplates(text: string, variables: ReadonlyMap<string, string>, path: string): Problem[] {
  if (!text.includes('{{')) return [];
  const missing = new Map<string, number>();
  for (const match of text.matchAll(OPTION)) {
    const name = match[1] ?? '';
    if (!variables.has(name) && !missing.has(name)) missing.set(name, match.index);
  }
  return [...missing].map(([name, index]) => ({
    severity: 'warning',
    code: 'missing-variable',
    message: `${path} asks for the option "${name}", which has no value.`,
    path,
    line: text.slice(0, index).split('\n').length,
    hint: `Give it one: --set ${name}=VALUE.`,
  }));
}
