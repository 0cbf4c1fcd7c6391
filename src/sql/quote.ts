/** Values as SQL text, for statements that travel in one message with a migration and so cannot have parameters. */

/** A string as a literal that means the same under either setting of `standard_conforming_strings`. */
export function quoteLiteral(value: string): string {
  const quoted = `'${value.replaceAll("'", "''")}'`;
  return value.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}

/** A name that needs no quotes, unless it is a keyword. */
export const PLAIN_NAME = /^[a-z_][a-z0-9_]*$/;

/** A name as a quoted identifier. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
