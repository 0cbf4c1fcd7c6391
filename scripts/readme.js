/**
 * Writes the tables of inputs and outputs in README.md from action.yml, which alone says what they are.
 *
 * @example node scripts/readme.js           rewrites the tables
 * @example node scripts/readme.js --check   fails if they are not what action.yml says
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import * as prettier from 'prettier';

const root = path.resolve(import.meta.dirname, '..');
const readme = path.join(root, 'README.md');
const action = parse(readFileSync(path.join(root, 'action.yml'), 'utf8'));

const inputs = Object.entries(action.inputs).map(([name, { description, default: preset, required }]) => {
  const shown = required ? '(required)' : preset === undefined ? '' : `\`${preset}\``;
  return [`\`${name}\``, description, shown];
});
const outputs = Object.entries(action.outputs).map(([name, { description }]) => [`\`${name}\``, description]);

const before = readFileSync(readme, 'utf8');
const filled = section(
  section(before, 'inputs', ['input', 'meaning', 'default'], inputs),
  'outputs',
  ['output', 'meaning'],
  outputs,
);
const after = await prettier.format(filled, { ...(await prettier.resolveConfig(readme)), filepath: readme });

if (!process.argv.includes('--check')) writeFileSync(readme, after);
else if (after !== before) {
  console.error('README.md does not say what action.yml says. Run: npm run readme');
  process.exitCode = 1;
}

function section(text, name, heads, rows) {
  const lines = [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  const marked = new RegExp(`(<!-- ${name}-start -->)[^]*(<!-- ${name}-end -->)`);
  return text.replace(marked, (_, start, end) => `${start}\n${lines.join('\n')}\n${end}`);
}
