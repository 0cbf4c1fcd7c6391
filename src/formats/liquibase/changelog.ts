/**
 * The walk through a changelog and what it includes.
 *
 * Rules, from https://docs.liquibase.com/concepts/changelogs/attributes/{include,include-all}.html, `changelog/DatabaseChangeLog.java` and
 * `parser/core/sql/SqlChangeLogParser.java`: `include` names one file, `includeAll` all files below a directory in the order of their
 * paths; a `.sql` file without Liquibase's header is one changeset, `raw` by `includeAll`. Of changesets in XML, YAML and JSON those that
 * consist of `sql`, `sqlFile`, `tagDatabase` and `empty` are read; every other change (`createTable` …) only Liquibase can turn into SQL.
 */
import type { Problem } from '../../migration/problem.ts';
import type { Directory } from '../directory.ts';
import { type ChangeSet, sqlSum } from './changeset.ts';
import { CURE, DEFAULTS, toChangeSet, WITHOUT_EFFECT } from './elements.ts';
import { FORMATTED, parseFormatted } from './formatted.ts';
import { givenPath, included, locate } from './includes.ts';
import { dbmsMatches, type LiquibaseSettings } from './settings.ts';
import { parseChangelog } from './tree.ts';
import { readText } from '../shared/reading.ts';
import { undoubleQuestionMarks } from '../shared/statements.ts';
import type { Element } from './xml.ts';

/** What the changelogs that include a file add to each of its changesets. */
interface Inherited {
  readonly contexts: readonly string[];
  readonly labels: readonly string[];
  readonly ignore: boolean;
  readonly logicalFilePath?: string | undefined;
}

const NOTHING: Inherited = { contexts: [], labels: [], ignore: false };

export class ChangelogReader {
  readonly changeSets: ChangeSet[] = [];
  readonly #directory: Directory;
  readonly #settings: LiquibaseSettings;
  readonly #problems: Problem[];
  /** What stands before a path in the directory when Liquibase records it. */
  readonly #prefix: string;
  readonly #open = new Set<string>();

  constructor(directory: Directory, settings: LiquibaseSettings, prefix: string, problems: Problem[]) {
    this.#directory = directory;
    this.#settings = settings;
    this.#prefix = prefix;
    this.#problems = problems;
  }

  /** Reads one file of the directory, whatever kind of changelog it is. */
  read(file: string, inherited: Inherited = NOTHING): void {
    if (this.#open.has(file)) {
      this.#wrong(file, 'include-loop', `${file} includes itself.`, 'Remove the include.');
      return;
    }
    const text = readText(this.#directory, file, this.#problems);
    if (text === undefined) return;
    this.#open.add(file);
    if (/\.sql$/i.test(file)) this.#readSql(file, text, inherited);
    else if (/\.(?:xml|ya?ml|json)$/i.test(file)) this.#readTree(file, text, inherited);
    else this.#wrong(file, 'unknown-changelog', `${file} is no kind of changelog.`, 'Include SQL, XML, YAML or JSON.');
    this.#open.delete(file);
  }

  #readSql(file: string, text: string, inherited: Inherited): void {
    const filename = inherited.logicalFilePath ?? this.#prefix + file;
    const first = text.split('\n').find((line) => line.trim() !== '');
    if (first === undefined) return;
    if (FORMATTED.test(first)) {
      const found = parseFormatted({ path: file, filename, text }, this.#settings.parameters, this.#problems);
      this.#add(found, inherited);
      return;
    }
    const raw = {
      ...DEFAULTS,
      id: 'raw',
      author: 'includeAll',
      filename,
      path: file,
      line: 1,
      sums: [sqlSum(text)],
      description: 'sql',
    };
    this.#add([{ ...raw, up: { text: undoubleQuestionMarks(text), line: 1, path: file } }], inherited);
  }

  #add(found: readonly ChangeSet[], { contexts, labels, ignore }: Inherited): void {
    for (const changeSet of found) {
      const all = [...contexts, ...(changeSet.context === undefined ? [] : [changeSet.context])];
      const labelled = [...labels, ...(changeSet.labels === undefined ? [] : [changeSet.labels])];
      this.changeSets.push({
        ...changeSet,
        context: all.length === 0 ? undefined : all.map(parenthesised).join(' AND '),
        labels: labelled.length === 0 ? undefined : labelled.join(','),
        ignore: ignore || changeSet.ignore,
      });
    }
  }

  #readTree(file: string, text: string, inherited: Inherited): void {
    let root: Element;
    try {
      root = parseChangelog(file, text);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#wrong(file, 'bad-changelog', `${file} cannot be read as a changelog: ${reason}.`, 'Correct the file.');
      return;
    }
    const logicalFilePath = root.attributes.get('logicalFilePath') ?? inherited.logicalFilePath;
    for (const child of root.children) {
      switch (child.name) {
        case 'include':
        case 'includeAll':
          this.#include(file, child, inherited);
          break;
        case 'changeSet':
          this.#addElement(child, file, text, inherited, logicalFilePath);
          break;
        case 'property':
          this.#property(file, child);
          break;
        default:
          if (WITHOUT_EFFECT.has(child.name) || isDatabaseCheck(child)) break;
          this.#wrong(
            file,
            'unsupported-element',
            `${file} has the element "${child.name}", which only Liquibase reads.`,
            CURE,
          );
      }
    }
  }

  #addElement(element: Element, file: string, text: string, inherited: Inherited, logicalFilePath?: string): void {
    const filename = this.#prefix + file;
    const found = toChangeSet(element, {
      file,
      text,
      filename: logicalFilePath ?? filename,
      expand: (sql) => this.#settings.parameters.expand(sql, filename),
      find: (given, relative) => {
        const located = locate(this.#directory, file, given, { relative, isFolder: false });
        return located !== undefined && this.#directory.has(located) ? located : undefined;
      },
      read: (each) => readText(this.#directory, each, this.#problems),
      wrong: (code, message, hint, line) => {
        this.#wrong(file, code, message, hint, line);
      },
    });
    if (found !== undefined) this.#add([found], inherited);
  }

  #property(file: string, { attributes }: Element): void {
    const name = attributes.get('name');
    const value = attributes.get('value');
    if (name === undefined || value === undefined) {
      this.#wrong(
        file,
        'unsupported-element',
        `${file} has a property that is not a name and a value.`,
        'Name its values one by one.',
      );
    } else {
      if (!dbmsMatches(attributes.get('dbms'))) return;
      this.#settings.parameters.define(
        name,
        value,
        attributes.get('global') === 'false' ? this.#prefix + file : undefined,
      );
    }
  }

  #include(file: string, element: Element, inherited: Inherited): void {
    const { attributes, name } = element;
    const all = name === 'includeAll';
    const given = this.#settings.parameters.expand(givenPath(element), file);
    const { found, files: there } = included(this.#directory, file, element, given);
    const files = all ? there.filter((each) => !this.#open.has(each)) : there;
    const context = attributes.get('contextFilter') ?? attributes.get('context');
    const labels = attributes.get('labels');
    if (['filter', 'resourceFilter', 'resourceComparator'].some((key) => attributes.has(key))) {
      this.#wrong(file, 'unsupported-element', `${file} includes files chosen by Java code.`, CURE);
    } else if (
      files.length === 0 &&
      attributes.get('errorIfMissing') !== 'false' &&
      attributes.get('errorIfMissingOrEmpty') !== 'false'
    ) {
      const outside = found === undefined || found.startsWith('../');
      const cure = outside ? 'Name a directory that holds all of the changelog.' : 'Restore it or remove the include.';
      this.#wrong(file, 'missing-file', `${file} includes ${given}, which is not in the directory.`, cure);
    }
    for (const each of files) {
      this.read(each, {
        contexts: context === undefined || context === '' ? inherited.contexts : [context, ...inherited.contexts],
        labels: labels === undefined || labels === '' ? inherited.labels : [...inherited.labels, labels],
        ignore: inherited.ignore || attributes.get('ignore') === 'true',
        logicalFilePath: attributes.get('logicalFilePath') ?? inherited.logicalFilePath,
      });
    }
  }

  #wrong(file: string, code: string, message: string, hint: string, line?: number): void {
    this.#problems.push({ severity: 'error', code, message, path: file, line, hint });
  }
}

/** Preconditions of a changelog that ask for no more than PostgreSQL. */
function isDatabaseCheck({ name, children, attributes }: Element): boolean {
  if (name !== 'preConditions') return false;
  return attributes.size === 0 && children.every((child) => child.name === 'dbms' || child.name === 'runningAs');
}

function parenthesised(context: string): string {
  return /[\s,]/.test(context) ? `(${context})` : context;
}
