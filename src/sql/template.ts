/** Placeholders that some projects fill in before their SQL reaches PostgreSQL: `{{ index .Options "Namespace" }}`, `{{ .name }}`. */

const NAME = String.raw`[A-Za-z_][A-Za-z0-9_]*`;

/** The whole of one action: `{{ index .Options "NAME" }}`, `{{ .NAME }}`, `{{.Options.NAME}}` or `{{ NAME }}`. For `g` only. */
export const PLACEHOLDER = new RegExp(
  String.raw`\{\{-?[ \t]*(?:index[ \t]+\.(?:${NAME})?[ \t]+"(?<key>[^"\n]+)"|(?:\.(?:Options\.)?)?(?<name>${NAME}))[ \t]*-?\}\}`,
  'g',
);
/** Of Go's text/template. */
const WORDS: ReadonlySet<string> = new Set(['else', 'end', 'break', 'continue']);

/** What a value may be given for; undefined for what makes text in another way, as `{{ if … }}` and `{{ end }}` do. */
export function placeholderName(action: string): string | undefined {
  const [match] = action.matchAll(PLACEHOLDER);
  const name = match?.groups?.['key'] ?? match?.groups?.['name'];
  return match?.[0] !== action || name === undefined || WORDS.has(name) ? undefined : name;
}
