/** Workflows and actions as GitHub's language service judges them in editors: references, inputs, contexts, conditions. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type ActionsMetadataProvider, validate, type ValidationConfig } from '@actions/languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parse } from 'yaml';

/** Of diagnostics; what is less is a remark. */
const WARNING = 2;
/** Keys that are newer than the newest release of the service. */
const NOT_YET_KNOWN = /^Unexpected value 'cache-mode'$/;
/** Where a repository of ours may have workflows: published, their sources, and examples for callers. */
const WORKFLOW_DIRECTORIES = ['.github/workflows', 'workflows', 'examples/workflows'];
const UNSEARCHED = new Set(['node_modules', 'dist', 'build', '.git']);

/** All workflows and action.yml files of a repository, by path within it. */
export async function lintableFiles(root: string): Promise<string[]> {
  const found: string[] = [];
  const search = async (directory: string): Promise<void> => {
    for (const entry of await readdir(path.join(root, directory), { withFileTypes: true })) {
      const name = path.posix.join(directory, entry.name);
      if (entry.isDirectory() && !UNSEARCHED.has(entry.name)) await search(name);
      else if (/^action\.ya?ml$/.test(entry.name)) found.push(name);
      else if (/\.ya?ml$/.test(entry.name) && WORKFLOW_DIRECTORIES.includes(directory)) found.push(name);
    }
  };
  await search('');
  return found.sort();
}

let documents = 0;

/**
 * @param name of the repository, `owner/name`: references to it are references to `root`
 * @returns what is wrong, as `file:line: message`; each once
 */
export async function lint(root: string, file: string, name: string): Promise<string[]> {
  const text = await readFile(path.join(root, file), 'utf8');
  const isAction = /(^|\/)action\.ya?ml$/.test(file);
  documents += 1;
  // The service remembers documents by their address, and knows workflows by theirs.
  const place = isAction ? 'action.yml' : '.github/workflows/workflow.yml';
  // Actions of the workspace are not looked up; those of another repository are.
  const content = text.replaceAll(/(uses:\s*['"]?)[.$]\/(?=['"\s])/g, `$1${name}@main`);
  const document = TextDocument.create(`file:///${documents}/${place}`, 'yaml', 1, content);
  const found = (await validate(document, configure(root, name)))
    .map((each) => ({ ...each, message: typeof each.message === 'string' ? each.message : each.message.value }))
    .filter(({ severity = 1, message }) => severity <= WARNING && !NOT_YET_KNOWN.test(message))
    .map(({ range, message }) => `${file}:${range.start.line + 1}: ${message}`);
  return [...new Set([...found, ...(isAction ? missingPrograms(root, file, text) : [])])];
}

function configure(root: string, name: string): ValidationConfig {
  const isOwn = (owner: string, repository: string) => `${owner}/${repository}` === name;
  const actionsMetadataProvider: ActionsMetadataProvider = {
    fetchActionMetadata: async ({ owner, name: repository, path: inside = '' }) => {
      // Without inputs, none are checked: of other people's actions we know nothing here.
      if (!isOwn(owner, repository)) return { name: repository, description: '' };
      const file = path.join(root, inside, 'action.yml');
      if (!existsSync(file)) return undefined;
      return parse(await readFile(file, 'utf8')) as Awaited<ReturnType<ActionsMetadataProvider['fetchActionMetadata']>>;
    },
  };
  return {
    actionsMetadataProvider,
    fileProvider: {
      getFileContent: async (reference) => {
        if ('repository' in reference && !isOwn(reference.owner, reference.repository))
          throw new Error(`${reference.owner}/${reference.repository} is not here.`);
        return { name: reference.path, content: await readFile(path.join(root, reference.path), 'utf8') };
      },
    },
  };
}

/** The service does not look whether what an action starts is there. */
function missingPrograms(root: string, file: string, text: string): string[] {
  const { runs } = parse(text) as { runs?: Readonly<Record<string, unknown>> };
  return ['pre', 'main', 'post']
    .map((phase) => runs?.[phase])
    .filter((program) => typeof program === 'string')
    .filter((program) => !existsSync(path.join(root, path.dirname(file), program)))
    .map((program) => `${file}:1: ${program} is not there`);
}
