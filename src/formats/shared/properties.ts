/** Java properties files as Flyway and Liquibase read theirs: backslashes are themselves, except at the end of a line, which they continue. */

/** Keys as written, in order; the last value of a repeated key counts. */
export function parseProperties(text: string): Map<string, string> {
  const properties = new Map<string, string>();
  const lines = text.replaceAll(/\\\n[ \t\f]*/g, '').split('\n');
  for (const line of lines) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#') || trimmed.startsWith('!')) continue;
    const { key = '', value = '' } = /^(?<key>[^=:\s]+)[ \t\f]*[=:]?[ \t\f]*(?<value>.*)$/.exec(trimmed)?.groups ?? {};
    if (key !== '') properties.set(key, value);
  }
  return properties;
}
