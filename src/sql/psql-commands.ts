/** Which psql commands a migration may hold because they change nothing, and what to write in place of those it may not. */

/** Commands that only show something or set how psql shows it. */
const WITHOUT_EFFECT = new Set(
  (
    '? C H T a conninfo copyright echo errverbose f h help html list p print pset qecho restrict sf sf+ sv sv+ t timing unrestrict ' +
    'warn x'
  ).split(' '),
);

export function isWithoutEffect(command: string): boolean {
  return WITHOUT_EFFECT.has(command) || /^(?:d[A-Za-z]*|l|list|z)[S+x]*$/.test(command);
}

const VALUE_FROM_OUTSIDE =
  'Set the value from outside with --set NAME=VALUE, or compute it in SQL, for example in a DO block.';
const ONE_DATABASE = 'Remove it: a migration runs in the one database it is applied to, with its one role.';
const IN_SQL = 'Do it in SQL, or prepare the data in a step before the migrations.';
const PLAIN_STATEMENT = 'Write the statement with its values and end it with a semicolon.';
const LARGE_OBJECT = 'Use lo_from_bytea() and its siblings in SQL.';
const NOT_INTERACTIVE = 'Remove it: nobody is there to answer.';

const CURES: Readonly<Record<string, string>> = {
  '!': IN_SQL,
  '.': 'Put it right below the data of a COPY … FROM STDIN statement, or remove it.',
  bind: PLAIN_STATEMENT,
  bind_named: PLAIN_STATEMENT,
  c: ONE_DATABASE,
  cd: 'Name files relative to the migrations directory instead.',
  connect: ONE_DATABASE,
  e: NOT_INTERACTIVE,
  edit: NOT_INTERACTIVE,
  ef: NOT_INTERACTIVE,
  encoding: 'Save the file as UTF-8 and remove it.',
  ev: NOT_INTERACTIVE,
  gdesc: PLAIN_STATEMENT,
  getenv: VALUE_FROM_OUTSIDE,
  gset: VALUE_FROM_OUTSIDE,
  lo_export: LARGE_OBJECT,
  lo_import: LARGE_OBJECT,
  lo_unlink: LARGE_OBJECT,
  o: 'Remove it: what a migration prints is not kept.',
  out: 'Remove it: what a migration prints is not kept.',
  parse: PLAIN_STATEMENT,
  password: 'Use ALTER ROLE … PASSWORD.',
  prompt: VALUE_FROM_OUTSIDE,
  setenv: 'Remove it: no program is run from a migration.',
  w: 'Remove it: a migration writes no files.',
  watch: 'Wait in SQL, for example in a DO block with pg_sleep().',
  write: 'Remove it: a migration writes no files.',
};

/** What to do about a command that cannot be run here. */
export function cureFor(command: string): string {
  return Object.hasOwn(CURES, command) ? (CURES[command] ?? '') : 'Remove it, or say in SQL what it is to do.';
}

/** A boolean as psql reads it: any beginning of `true`, `false`, `yes` and `no`, or `on`, `off`, `1` and `0`. */
export function parseBoolean(text: string): boolean | undefined {
  const value = text.trim().toLowerCase();
  if (value === '') return undefined;
  if (value === '1' || value === 'on' || 'true'.startsWith(value) || 'yes'.startsWith(value)) return true;
  // A lone `o` could be either of `on` and `off`.
  const isOff = value.length > 1 && 'off'.startsWith(value);
  if (value === '0' || isOff || 'false'.startsWith(value) || 'no'.startsWith(value)) return false;
  return undefined;
}
