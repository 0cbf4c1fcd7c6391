/**
 * Placeholders in migrations that some projects run through Go's text/template or handlebars before they reach PostgreSQL, such as
 * `create schema {{ index .Options "Namespace" }}`.
 *
 * Only names that the caller gave a value for are replaced. Anything else in braces stays as it is, because it may be data: a stored
 * alert text that says `{{.Labels.host}}` is not ours to touch.
 */

const NAME = String.raw`[A-Za-z_][A-Za-z0-9_]*`;

/** The whole of one action: `{{ index .Options "NAME" }}`, `{{ .NAME }}`, `{{.Options.NAME}}` or `{{ NAME }}`. */
const PLACEHOLDER = new RegExp(
  String.raw`\{\{-?[ \t]*(?:index[ \t]+\.(?:${NAME})?[ \t]+"(?<key>[^"\n]+)"|(?:\.(?:Options\.)?)?(?<name>${NAME}))[ \t]*-?\}\}`,
  'g',
);

/** The text with every placeholder filled in whose name has a value. Values are put in as they are, never read for placeholders again. */
export function fillTemplates(text: string, variables: ReadonlyMap<string, string>): string {
  if (variables.size === 0 || !text.includes('{{')) return text;
  return text.replaceAll(PLACEHOLDER, (whole: string, key: string | undefined, name: string | undefined) => {
    return variables.get(key ?? name ?? '') ?? whole;
  });
}
