/** What a step prints, as the runner reads it: secrets hidden, commands obeyed, annotations collected. */

export interface Annotation {
  readonly level: 'notice' | 'warning' | 'error';
  readonly message: string;
  readonly title?: string;
  readonly file?: string;
  readonly line?: number;
  readonly endLine?: number;
  readonly col?: number;
  readonly endColumn?: number;
}

const LEVELS = ['notice', 'warning', 'error'] as const;
/** All that the runner takes for a command; any other line that looks like one is a line. */
const COMMANDS = new Set<string>([
  ...LEVELS,
  'add-mask',
  'debug',
  'group',
  'endgroup',
  'stop-commands',
  'echo',
  'add-matcher',
  'remove-matcher',
  'set-output',
  'save-state',
  'set-env',
  'add-path',
]);

/** The secrets of a job. */
export class Masks {
  readonly #secrets = new Set<string>();

  add(secret: string): void {
    // The runner masks each line of a secret by itself too, since logs come line by line.
    for (const each of [secret, ...secret.split('\n')]) if (each.trim() !== '') this.#secrets.add(each);
  }

  apply(text: string): string {
    const longestFirst = [...this.#secrets].sort((a, b) => b.length - a.length);
    return longestFirst.reduce((soFar, secret) => soFar.replaceAll(secret, '***'), text);
  }

  occurIn(text: string): boolean {
    return [...this.#secrets].some((secret) => text.includes(secret));
  }
}

export class StepLog {
  readonly annotations: Annotation[] = [];
  readonly #masks: Masks;
  readonly #onLine: (line: string) => void;
  #text = '';
  /** While set, only the word itself is obeyed. */
  #resumeWord: string | undefined;

  /** @param onLine hears every line as the log has it */
  constructor(masks: Masks, onLine: (line: string) => void) {
    this.#masks = masks;
    this.#onLine = onLine;
  }

  get text(): string {
    return this.#text;
  }

  /** A line that the step printed. */
  read(line: string): void {
    const command = parseCommand(line);
    if (this.#resumeWord !== undefined) {
      if (command?.name === this.#resumeWord) this.#resumeWord = undefined;
      this.write(line);
    } else if (command === undefined || !COMMANDS.has(command.name)) this.write(line);
    else this.#obey(command);
  }

  /** A line of the runner's own. */
  write(line: string): void {
    const shown = this.#masks.apply(line);
    this.#text += `${shown}\n`;
    this.#onLine(shown);
  }

  annotate(annotation: Annotation): void {
    const hide = (text: string) => this.#masks.apply(text);
    const { title } = annotation;
    const shown = { ...annotation, message: hide(annotation.message) };
    this.annotations.push(title === undefined ? shown : { ...shown, title: hide(title) });
    this.write(`##[${annotation.level}]${annotation.message}`);
  }

  #obey({ name, properties, message }: Command): void {
    const level = LEVELS.find((each) => each === name);
    if (level !== undefined) this.annotate({ level, message, ...placeOf(properties) });
    else if (name === 'add-mask') {
      this.#masks.add(message);
      this.write('::add-mask::***');
    } else if (name === 'stop-commands') this.#resumeWord = message;
    else if (name === 'group') this.write(`##[group]${message}`);
    else if (name === 'endgroup') this.write('##[endgroup]');
    else if (/^(set-output|save-state|set-env|add-path)$/.test(name))
      this.annotate({ level: 'error', message: `The \`${name}\` command is disabled. Use the file instead.` });
  }
}

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** `::name key=value,…::message` from the start of a line, or the older `##[name key=value;…]message` anywhere in it. */
function parseCommand(line: string): Command | undefined {
  const [, newer, newerMessage = ''] = /^\s*::(.*?)::(.*)$/s.exec(line) ?? [];
  if (newer !== undefined) return command(newer, ',', newerMessage);
  const [, older, olderMessage = ''] = /##\[([^\]]*)\](.*)$/s.exec(line) ?? [];
  return older === undefined ? undefined : command(older, ';', olderMessage);
}

function command(head: string, separator: string, message: string): Command {
  const [name = '', ...rest] = head.split(' ');
  const pairs = rest
    .join(' ')
    .split(separator)
    .map((pair) => /^\s*([^=]+)=(.+)$/s.exec(pair))
    .map((pair) => [pair?.[1] ?? '', unescape(pair?.[2] ?? '')] as const);
  return { name, properties: Object.fromEntries(pairs), message: unescape(message) };
}

function unescape(text: string): string {
  const meaning: Readonly<Record<string, string>> = { '3A': ':', '2C': ',', '0D': '\r', '0A': '\n', '25': '%' };
  return text.replace(/%(3A|2C|0D|0A|25)/gi, (_, code: string) => meaning[code.toUpperCase()] ?? '');
}

function placeOf(properties: Readonly<Record<string, string>>): Omit<Annotation, 'level' | 'message'> {
  const texts = ['title', 'file'] as const;
  const numbers = ['line', 'endLine', 'col', 'endColumn'] as const;
  const given = <T>(names: readonly string[], as: (value: string) => T) =>
    Object.fromEntries(
      names.filter((name) => properties[name] !== undefined).map((name) => [name, as(properties[name] ?? '')]),
    );
  return { ...given(texts, String), ...given(numbers, Number) };
}
