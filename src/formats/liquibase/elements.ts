/**
 * Changesets of XML, YAML and JSON that are SQL themselves: `sql` and `sqlFile`; and `tagDatabase` and `empty`, which only leave a mark.
 *
 * Rules, from https://docs.liquibase.com/change-types/{sql,sql-file}.html, `changelog/ChangeSet.java`, `change/core/{RawSQL,SQLFile}Change.java`
 * and `change/AbstractChange.java` (descriptions).
 */
import { type ChangeSet, delimiterPattern, otherSum, type Piece, sqlSum } from './changeset.ts';
import { dbmsMatches } from './settings.ts';
import { undoubleQuestionMarks, useSemicolons } from '../shared/statements.ts';
import type { Element } from './xml.ts';

/** The changelog that an element stands in. */
export interface ElementSource {
  readonly file: string;
  readonly text: string;
  /** As Liquibase records it. */
  readonly filename: string;
  /** Fills in parameters. */
  expand(sql: string): string;
  /** The file of the directory that a path in the changelog means, if it is there. */
  find(path: string, relativeToChangelogFile: boolean): string | undefined;
  /** The file's text; undefined, with the reason reported, if it cannot be read. */
  read(file: string): string | undefined;
  wrong(code: string, message: string, hint: string, line?: number): void;
}

/** Elements of a changelog or a changeset that change nothing about what runs here. */
export const WITHOUT_EFFECT = new Set(['comment', 'validCheckSum', 'rollback', 'objectQuotingStrategy']);
/** The changes that are known here. */
const CHANGES = new Set(['sql', 'sqlFile', 'tagDatabase', 'empty']);

/** For what only Liquibase can turn into SQL. */
export const CURE =
  'Write it as formatted SQL (liquibase update-sql shows it), or leave this changelog to Liquibase itself.';

/** What a changeset is that says nothing else. */
export const DEFAULTS = {
  transaction: true,
  runOnChange: false,
  runAlways: false,
  ignore: false,
  comments: '',
  dialect: 'sql',
} as const;

interface Change {
  /** What runs, if anything. */
  readonly piece?: Piece | undefined;
  readonly sum: string;
}

/** One piece as it is; several have no lines in common and are told by the first. */
function join(pieces: readonly Piece[], none: Piece): Piece {
  const [first] = pieces;
  if (first === undefined) return none;
  return pieces.length === 1 ? first : { ...first, text: pieces.map(({ text }) => text).join('\n;\n') };
}

/** The changeset of an element; undefined, with the reason reported, if it is not one that can be read here. */
export function toChangeSet(element: Element, source: ElementSource): ChangeSet | undefined {
  const { file } = source;
  const { attributes, children } = element;
  const id = attributes.get('id');
  const author = attributes.get('author');
  if (id === undefined || author === undefined) {
    source.wrong('bad-changeset', `${file} has a changeset without id and author.`, 'Give it both.', element.line);
    return undefined;
  }
  const changes = children.filter(({ name }) => !WITHOUT_EFFECT.has(name));
  const other = changes.find(({ name }) => !CHANGES.has(name));
  if (other !== undefined) {
    const message = `${file} has the changeset ${author}:${id} with the change "${other.name}", which only Liquibase turns into SQL.`;
    source.wrong('unsupported-change', message, CURE, element.line);
    return undefined;
  }
  const tag = changes.findLast(({ name }) => name === 'tagDatabase')?.attributes.get('tag');
  const own = changes
    .filter(({ attributes: given }) => dbmsMatches(given.get('dbms')))
    .flatMap((change) => toChange(change, source) ?? []);
  const flag = (name: string, own: boolean): boolean => (attributes.get(name) ?? String(own)) === 'true';
  const comment = children.find(({ name }) => name === 'comment')?.text ?? attributes.get('comment') ?? '';
  return {
    ...DEFAULTS,
    id,
    author,
    filename: source.filename,
    path: file,
    line: element.line,
    up: join(
      own.flatMap(({ piece }) => piece ?? []),
      { path: file, line: element.line, text: '' },
    ),
    sums: own.map(({ sum }) => sum),
    rollback: toRollback(element, source),
    transaction: flag('runInTransaction', true),
    runOnChange: flag('runOnChange', false),
    runAlways: flag('runAlways', false),
    context: attributes.get('contextFilter') ?? attributes.get('context'),
    labels: attributes.get('labels'),
    dbms: attributes.get('dbms'),
    ignore: flag('ignore', false),
    comments: comment.trim(),
    // Changes for other databases are named, too.
    description: changes.map(describeChange).join('; ') || 'empty',
    tag: tag === undefined ? undefined : source.expand(tag),
  };
}

function describeChange({ name, attributes }: Element): string {
  return name === 'sqlFile' ? `sqlFile path=${attributes.get('path') ?? ''}` : name;
}

/** Undefined, with the reason reported, if its SQL is missing. */
function toChange({ name, attributes, text: inline, line }: Element, source: ElementSource): Change | undefined {
  const { file, text } = source;
  if (name === 'empty') return { sum: otherSum(name, {}) };
  if (name === 'tagDatabase') return { sum: otherSum(name, { tag: source.expand(attributes.get('tag') ?? '') }) };
  const split = attributes.get('splitStatements') !== 'false';
  const delimiter = delimiterPattern(attributes.get('endDelimiter')?.replaceAll('\\n', '\n'), split);
  if (name === 'sql') {
    const sql = source.expand(inline.trim());
    const at = text
      .split('\n')
      .findIndex((each, index) => index >= line - 1 && each.includes(inline.trim().split('\n')[0] ?? ''));
    const piece = {
      text: undoubleQuestionMarks(useSemicolons(sql, delimiter)),
      line: Math.max(at + 1, line),
      path: file,
    };
    return { piece, sum: sqlSum(sql) };
  }
  const given = attributes.get('path') ?? '';
  const found = source.find(given, attributes.get('relativeToChangelogFile') === 'true');
  if (found === undefined) {
    source.wrong('missing-file', `${file} runs ${given}, which is not in the directory.`, 'Restore it.', line);
    return undefined;
  }
  const content = source.read(found);
  if (content === undefined) return undefined;
  const sql = source.expand(content);
  return {
    piece: { text: undoubleQuestionMarks(useSemicolons(sql, delimiter)), line: 1, path: found },
    sum: sqlSum(sql),
  };
}

function toRollback(element: Element, source: ElementSource): Piece | undefined {
  const { file } = source;
  const given = element.attributes.get('rollback');
  const rollbacks = element.children.filter(({ name }) => name === 'rollback');
  if (given !== undefined) return { text: given, line: element.line, path: file };
  if (rollbacks.length === 0) return undefined;
  const pieces = rollbacks.flatMap((rollback) => {
    const inner = rollback.children.filter(({ name }) => name === 'sql' || name === 'sqlFile');
    const own = rollback.text.trim() === '' ? [] : [{ ...rollback, name: 'sql' }];
    return [...own, ...inner].flatMap((change) => toChange(change, source)?.piece ?? []);
  });
  return join(pieces, { path: file, line: element.line, text: '' });
}
