/**
 * Writes the tables of inputs and outputs in README.md from action.yml, which alone says what they are, and those of the sub-actions
 * and workflows in docs/workflows.md from theirs.
 *
 * @example node scripts/readme.js           rewrites the tables
 * @example node scripts/readme.js --check   fails if they are not what the files say
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import * as prettier from 'prettier';

const root = path.resolve(import.meta.dirname, '..');

/** Per document, the file that each pair of tables is of, by the name that its marks begin with; '' for the action itself. */
const DOCUMENTS = {
  'README.md': { '': 'action.yml' },
  'docs/workflows.md': {
    'plan-': 'plan/action.yml',
    'run-': 'run/action.yml',
    'report-': 'report/action.yml',
    'migrate-': 'workflows/migrate.yml',
  },
};

for (const [document, sources] of Object.entries(DOCUMENTS)) {
  const file = path.join(root, document);
  const before = readFileSync(file, 'utf8');
  let filled = before;
  for (const [prefix, source] of Object.entries(sources)) {
    const { inputs = {}, outputs = {} } = declared(source);
    filled = section(filled, `${prefix}inputs`, ['input', 'meaning', 'default'], Object.entries(inputs).map(inputRow));
    filled = section(filled, `${prefix}outputs`, ['output', 'meaning'], Object.entries(outputs).map(outputRow));
  }
  const after = await prettier.format(filled, { ...(await prettier.resolveConfig(file)), filepath: file });
  if (!process.argv.includes('--check')) writeFileSync(file, after);
  else if (after !== before) {
    console.error(`${document} does not say what ${Object.values(sources).join(', ')} say. Run: npm run readme`);
    process.exitCode = 1;
  }
}

/** What an action or a workflow that can be called has for its callers. */
function declared(source) {
  const parsed = parse(readFileSync(path.join(root, source), 'utf8'));
  return parsed.on?.workflow_call ?? parsed;
}

function inputRow([name, { description, default: preset, required }]) {
  const shown = required ? '(required)' : preset === undefined || preset === '' ? '' : `\`${preset}\``;
  return [`\`${name}\``, description, shown];
}

function outputRow([name, { description }]) {
  return [`\`${name}\``, description];
}

function section(text, name, heads, rows) {
  const lines = [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  const marked = new RegExp(`(<!-- ${name}-start -->)[^]*(<!-- ${name}-end -->)`);
  if (!marked.test(text)) throw new Error(`There are no marks for ${name}.`);
  return text.replace(marked, (_, start, end) => `${start}\n${lines.join('\n')}\n${end}`);
}
