/** Names as TypeScript: lists in template literals, in lines of readable length, always in the same order. */

const LINE_LENGTH = 120;
const ALONE_LENGTH = 80;
const byCode = (a, b) => (a < b ? -1 : 1);

/** `export const NAME = { '14 15': `…` };` from a map of names to the versions that have them. */
export function versionsConstant(constant, versionsOfNames) {
  const groups = new Map();
  for (const [name, versions] of versionsOfNames) {
    const key = versions.join(' ');
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  const sorted = [...groups].sort(([a], [b]) => byCode(a, b));
  return `export const ${constant} = {\n${sorted.map(([key, all]) => `  '${key}': ${list(all)},\n`).join('')}};`;
}

/** The extensions' settings and names by kind; what is empty is left out. */
export function extensionsConstant(constant, extensions) {
  const entries = Object.entries(extensions).sort(([a], [b]) => byCode(a, b));
  const parts = entries.map(([name, data]) => `  ${/^[a-z_]\w*$/.test(name) ? name : `'${name}'`}: ${object(data)},\n`);
  return `export const ${constant}: ExtensionData = {\n${parts.join('')}};`;
}

function object(data) {
  const fields = Object.entries(data).flatMap(([key, value]) => {
    if (value === undefined || value === false || (typeof value === 'object' && value.size === 0)) return [];
    if (value === true) return [`${key}: true`];
    return [`${key}: ${typeof value === 'string' ? `'${value}'` : list([...value])}`];
  });
  return fields.length === 0 ? '{}' : `{\n${fields.map((field) => `    ${field},\n`).join('')}  }`;
}

function list(all) {
  const lines = [''];
  for (const name of all.toSorted(byCode)) {
    if (/\s/.test(name)) throw new Error(`The name ${JSON.stringify(name)} has a space in it.`);
    const escaped = name.replace(/[\\`]|\$\{/g, '\\$&');
    const line = lines.at(-1);
    if (line !== '' && line.length + 1 + escaped.length > LINE_LENGTH) lines.push(escaped);
    else lines[lines.length - 1] = line === '' ? escaped : `${line} ${escaped}`;
  }
  return lines.length === 1 && lines[0].length < ALONE_LENGTH ? `\`${lines[0]}\`` : `\`\n${lines.join('\n')}\n\``;
}
