/**
 * Sqitch's plan file and the ids that Sqitch computes from it.
 *
 * Rules, from its page `sqitchchanges` and from `lib/App/Sqitch/Plan.pm` and `Plan/{Change,Tag,Depend,ChangeList,Line}.pm`:
 * - Pragmas (`%project=flipr`) come first and end at the first empty line. `%project` is required.
 * - A change is `name [requires !conflicts] TIMESTAMP Planner Name <email> # note`, a tag is `@name TIMESTAMP Planner <email>` and belongs to
 *   the change before it. A name occurs once between two tags; occurring again after a tag reworks the earlier change.
 * - What a change requires must stand before it. `change@tag` is the change as of that tag, `@tag` the change tagged so, a bare name the
 *   first of that name. What it conflicts with must not stand before it.
 * - An id is the SHA-1 of the change's or tag's own lines of information with that of its parent, as Git makes ids.
 */
import { createHash } from 'node:crypto';
import type { Problem } from '../../migration/problem.ts';

export interface Dependency {
  /** As Sqitch records it: without the project when it is the plan's own. */
  readonly text: string;
  readonly conflicts: boolean;
  /** Another project's name. */
  readonly project?: string | undefined;
  readonly id?: string | undefined;
  readonly change?: string | undefined;
  readonly tag?: string | undefined;
}

export interface Planned {
  readonly name: string;
  readonly id: string;
  /** `2013-12-30T23:19:45Z` */
  readonly timestamp: string;
  readonly plannerName: string;
  readonly plannerEmail: string;
  readonly note: string;
  /** 1-based line of the plan. */
  readonly line: number;
}

export interface Change extends Planned {
  readonly requires: readonly Dependency[];
  readonly conflicts: readonly Dependency[];
  readonly tags: readonly Planned[];
  /** Tags between this change and its rework, the latest first; empty for a change that is not reworked. */
  readonly reworkTags: readonly string[];
}

export interface Plan {
  readonly project: string;
  readonly uri: string | undefined;
  readonly changes: readonly Change[];
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer Item)[] ? Item[] : T[Key] };
type Fields = Readonly<Record<string, string | undefined>>;

const PUNCTUATION = String.raw`[\-!"#$%&'()*+,./:;<=>?@[\\\]^\x60{|}~]`;
const BLANK = String.raw`[\t\p{Zs}]`;
const IN_WORD = String.raw`[\p{L}\p{M}\p{N}\p{Pc}]`;
const WORD_EDGE = `(?:(?<=${IN_WORD})(?!${IN_WORD})|(?<!${IN_WORD})(?=${IN_WORD}))`;
/** Neither begins nor ends in punctuation, and does not end in what looks like an offset (`~2`). */
const NAME = String.raw`(?!${PUNCTUATION})(?:(?![~\/=%^\[\]]\d+(?:$|${BLANK}))[^\t\p{Zs}:@#\\])+(?<!${PUNCTUATION})${WORD_EDGE}`;
const TIMESTAMP = String.raw`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z`;

/** Made when it is first needed, as it takes a few milliseconds of every run. */
let grammar: ReturnType<typeof makeGrammar> | undefined;

function makeGrammar() {
  return {
    pragma: new RegExp(
      `^${BLANK}*%${BLANK}*(?<name>(?!${PUNCTUATION})[^=\\t\\p{Zs}]+)(?:${BLANK}*=${BLANK}*(?<value>.+))?$`,
      'u',
    ),
    project: new RegExp(`^${NAME}$`, 'u'),
    line: new RegExp(
      `^${BLANK}*(?:(?<at>@)|(?<operator>[+\\-])${BLANK}*)?(?<name>${NAME})${BLANK}*(?:\\[(?<dependencies>[^\\]]+)\\]${BLANK}*)?` +
        `(?:(?<timestamp>${TIMESTAMP})${BLANK}*)?(?:(?<planner>[^<]+)${BLANK}+<(?<email>[^>]+)>)?$`,
      'u',
    ),
    dependency: new RegExp(
      `^(?<conflicts>!?)(?:(?<project>${NAME}):)?(?:(?<id>[0-9a-f]{40})|(?<change>${NAME})(?:@(?<of>${NAME}))?|@(?<tag>${NAME}))$`,
      'u',
    ),
  };
}

function grammarOfPlans() {
  grammar ??= makeGrammar();
  return grammar;
}

const INVALID_NAME = 'has no valid name';
const RULES_OF_NAMES = 'A name has no blanks and none of @ : # \\, and neither begins nor ends in punctuation.';

export interface ParsedPlan {
  /** Undefined without a project. Changes whose lines are wrong are left out. */
  readonly plan: Plan | undefined;
  readonly problems: readonly Problem[];
}

/** @param path of the plan file, for problems */
export function parsePlan(text: string, path: string): ParsedPlan {
  const problems: Problem[] = [];
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const headerEnd = lines.findIndex((line) => /^[\t\p{Zs}]*$/u.test(line));
  const header = headerEnd === -1 ? lines : lines.slice(0, headerEnd);
  const error = (line: number, message: string, hint: string): void => {
    problems.push({ severity: 'error', code: 'bad-plan', message: `${path}:${line} ${message}.`, path, line, hint });
  };
  const { project, uri } = parseHeader(header, error);
  if (project === undefined) return { plan: undefined, problems };
  const parser = new ChangesParser({ project, uri }, error);
  lines.slice(header.length).forEach((line, index) => {
    parser.add(line, header.length + index + 1);
  });
  return { plan: { project, uri, changes: parser.changes }, problems };
}

type Report = (line: number, message: string, hint: string) => void;

function parseHeader(
  lines: readonly string[],
  error: Report,
): { project?: string | undefined; uri?: string | undefined } {
  const pragmas = new Map<string, string>();
  lines.forEach((line, index) => {
    const { content } = splitNote(line);
    if (content === '') return;
    const { name, value } = grammarOfPlans().pragma.exec(content)?.groups ?? {};
    if (name === undefined) {
      error(
        index + 1,
        'is not a pragma such as %project=flipr',
        'Put an empty line between the pragmas and the first change.',
      );
    } else pragmas.set(name, value ?? '1');
  });
  const project = pragmas.get('project');
  if (project === undefined) {
    error(1, 'has no %project pragma', 'Begin the plan with %project=NAME.');
    return {};
  }
  if (!grammarOfPlans().project.test(project)) {
    error(1, `has the invalid project name "${project}"`, RULES_OF_NAMES);
    return {};
  }
  return { project, uri: pragmas.get('uri') };
}

class ChangesParser {
  readonly changes: Mutable<Change>[] = [];

  readonly #identity: Identity;
  readonly #error: Report;
  readonly #latest = new Map<string, Mutable<Change>>();
  readonly #tagLines = new Map<string, number>();
  /** Lines of the changes since the last tag. */
  #section = new Map<string, number>();

  constructor(identity: Identity, error: Report) {
    this.#identity = identity;
    this.#error = error;
  }

  add(line: string, number: number): void {
    const { content, note } = splitNote(line);
    if (content === '') return;
    const fields = grammarOfPlans().line.exec(content)?.groups;
    const wrong = fields === undefined ? INVALID_NAME : wrongFields(fields, content);
    if (fields === undefined || wrong !== undefined) {
      this.#error(number, wrong ?? INVALID_NAME, RULES_OF_NAMES);
      return;
    }
    const { name = '', timestamp = '', planner = '', email = '' } = fields;
    const planned = { name, timestamp, plannerName: planner, plannerEmail: email, note, line: number };
    if (fields['at'] === undefined) this.#addChange(planned, fields['dependencies']);
    else this.#addTag(planned, fields['dependencies']);
  }

  #addTag(planned: Omit<Planned, 'id'>, dependencies: string | undefined): void {
    const { name, line } = planned;
    const change = this.changes.at(-1);
    const earlier = this.#tagLines.get(name);
    if (name.includes('/')) {
      this.#error(line, `has the tag "@${name}" with a slash in it`, 'Give the tag a name without slashes.');
    } else if (change === undefined) {
      this.#error(line, `has the tag "@${name}" before any change`, 'Move it below the change that it tags.');
    } else if (earlier !== undefined) {
      this.#error(line, `has the tag "@${name}" of line ${earlier} again`, 'Give the tag a name of its own.');
    } else if (dependencies !== undefined) {
      this.#error(line, `has dependencies of the tag "@${name}"`, 'Only changes have dependencies.');
    } else {
      change.tags.push({ ...planned, id: tagId(planned, change.id, this.#identity) });
      this.#tagLines.set(name, line);
      this.#section = new Map();
    }
  }

  #addChange(planned: Omit<Planned, 'id'>, dependencies: string | undefined): void {
    const { name, line } = planned;
    const earlier = this.#section.get(name);
    if (earlier !== undefined) {
      this.#error(line, `has the change "${name}" of line ${earlier} again`, 'Put a tag between them to rework it.');
      return;
    }
    const all = this.#parseDependencies(dependencies, line);
    const unidentified = {
      ...planned,
      requires: all.filter(({ conflicts }) => !conflicts),
      conflicts: all.filter(({ conflicts }) => conflicts),
    };
    const reworked = this.#latest.get(name);
    if (reworked !== undefined) {
      const since = this.changes.slice(this.changes.indexOf(reworked) + 1).reverse();
      reworked.reworkTags.push(...[...since, reworked].flatMap(({ tags }) => tags.map((tag) => tag.name)));
    }
    const id = changeId(unidentified, this.changes.at(-1)?.id, this.#identity);
    const change = { ...unidentified, id, tags: [], reworkTags: [] };
    this.changes.push(change);
    this.#latest.set(name, change);
    this.#section.set(name, line);
  }

  #parseDependencies(list: string | undefined, line: number): Dependency[] {
    const words = (list ?? '').split(/[\t\p{Zs}]+/u).filter((word) => word !== '');
    return words.flatMap((word, index) => {
      const fields = grammarOfPlans().dependency.exec(word)?.groups;
      if (fields === undefined) {
        this.#error(line, `has "${word}", which is no dependency`, 'Write change, change@tag, @tag or project:change.');
        return [];
      }
      if (words.indexOf(word) !== index) {
        this.#error(line, `has the dependency "${word}" twice`, 'Remove one.');
        return [];
      }
      const { conflicts, id, change, of } = fields;
      const tag = of ?? fields['tag'];
      const project = fields['project'] === this.#identity.project ? undefined : fields['project'];
      const key = id ?? `${change ?? ''}${tag === undefined ? '' : `@${tag}`}`;
      const text = project === undefined ? key : `${project}:${key}`;
      return [{ text, conflicts: conflicts === '!', project, id, change, tag }];
    });
  }
}

function wrongFields({ name = '', at = '', timestamp, planner }: Fields, content: string): string | undefined {
  // The name went wrong if the rest of the line could only be read as the planner's name.
  if (timestamp === undefined && new RegExp(TIMESTAMP).test(content)) return INVALID_NAME;
  if (timestamp === undefined && planner === undefined) return 'has neither timestamp nor planner';
  if (timestamp === undefined) return 'has no timestamp';
  if (planner === undefined) return 'has no planner with an email in < >';
  if (!isTime(timestamp)) return `has the timestamp ${timestamp}, which does not exist`;
  if (name === 'ROOT' || name === 'HEAD') return `has the reserved name "${at}${name}"`;
  if (/^[0-9a-f]{40}/.test(name)) return `has the name "${name}", which looks like an id`;
  return undefined;
}

/** Days are checked against their month, as JavaScript alone does not. */
function isTime(timestamp: string): boolean {
  const time = Date.parse(timestamp);
  return !Number.isNaN(time) && new Date(time).toISOString() === timestamp.replace('Z', '.000Z');
}

/** The line without its note, and the note with its escapes (`\n`, `\r`, `\\`) resolved. */
function splitNote(line: string): { content: string; note: string } {
  const hash = line.indexOf('#');
  const content = (hash === -1 ? line : line.slice(0, hash)).replace(/[\t\p{Zs}]+$/u, '');
  const raw = hash === -1 ? '' : line.slice(hash + 1).trim();
  const note = raw.replaceAll(/\\[\\nr]/g, (escape) => (escape === '\\n' ? '\n' : escape === '\\r' ? '\r' : '\\'));
  return { content, note };
}

interface Identity {
  readonly project: string;
  readonly uri?: string | undefined;
}

type Unidentified = Omit<Change, 'id' | 'tags' | 'reworkTags'>;

function changeId(change: Unidentified, parent: string | undefined, identity: Identity): string {
  const list = (title: string, sign: string, items: readonly Dependency[]): string[] =>
    items.length === 0 ? [] : [title, ...items.map(({ text }) => `  ${sign} ${text}`)];
  return sha1('change', [
    ...identityLines(identity),
    `change ${change.name}`,
    ...(parent === undefined ? [] : [`parent ${parent}`]),
    ...plannedLines(change),
    ...list('requires', '+', change.requires),
    ...list('conflicts', '-', change.conflicts),
    ...noteLines(change.note),
  ]);
}

function tagId(tag: Omit<Planned, 'id'>, change: string, identity: Identity): string {
  return sha1('tag', [
    ...identityLines(identity),
    `tag @${tag.name}`,
    `change ${change}`,
    ...plannedLines(tag),
    ...noteLines(tag.note),
  ]);
}

function identityLines({ project, uri }: Identity): string[] {
  return [`project ${project}`, ...(uri === undefined ? [] : [`uri ${canonicalUri(uri)}`])];
}

function plannedLines({ plannerName, plannerEmail, timestamp }: Omit<Planned, 'id'>): string[] {
  return [`planner ${plannerName} <${plannerEmail}>`, `date ${timestamp}`];
}

/** Perl takes the note "0" for none. */
function noteLines(note: string): string[] {
  return note === '' || note === '0' ? [] : ['', note];
}

/** What Perl's URI module makes of it: lower-case scheme and host, no default port, a path. */
function canonicalUri(uri: string): string {
  if (/^https?:/i.test(uri) && URL.canParse(uri)) return new URL(uri).href;
  return uri.replace(/^[A-Za-z][A-Za-z0-9+.-]*:/, (scheme) => scheme.toLowerCase());
}

function sha1(kind: string, lines: readonly string[]): string {
  const content = Buffer.from(lines.join('\n'), 'utf8');
  return createHash('sha1').update(`${kind} ${content.length}\0`).update(content).digest('hex');
}
