/** Whose directory is this? Asks every format and takes the surest; a tie is an error that names the candidates. */
import { type Problem, UserError, usageError } from '../migration/problem.ts';
import type { Directory } from './directory.ts';
import type { Certainty, Claim, Format } from './format.ts';

const ORDER: readonly Certainty[] = ['certain', 'likely', 'fallback'];

/** Where tools keep their migrations, for those who named the project instead. */
const USUAL_PLACES = [
  'migrations',
  'db/migrations',
  'database/migrations',
  'prisma/migrations',
  'supabase/migrations',
  'src/main/resources/db/migration',
  'drizzle',
];

/**
 * @param name a format's name, or `auto`
 * @throws UserError (usage) for an unknown name, a directory without migrations, or one that several formats claim alike
 */
export function chooseFormat(directory: Directory, name: string, formats: readonly Format[]): Format {
  if (name !== 'auto') return namedFormat(name, formats);
  if (directory.files.length === 0) throw noMigrations(directory);
  const claims = formats.flatMap((format) => {
    const claim = format.claim(directory);
    return claim === undefined ? [] : [{ format, claim }];
  });
  const surest =
    ORDER.map((certainty) => claims.filter(({ claim }) => claim.certainty === certainty)).find(
      (tier) => tier.length > 0,
    ) ?? [];
  const [first, second] = surest;
  if (first === undefined) throw noMigrations(directory);
  if (second !== undefined) throw ambiguous(directory, surest);
  return first.format;
}

function namedFormat(name: string, formats: readonly Format[]): Format {
  const format = formats.find((candidate) => candidate.name === name);
  if (format !== undefined) return format;
  throw usageError(
    'unknown-format',
    `There is no format "${name}".`,
    `Known formats: auto, ${formats.map((known) => known.name).join(', ')}.`,
  );
}

function ambiguous(directory: Directory, candidates: readonly { format: Format; claim: Claim }[]): UserError {
  const list = candidates.map(({ format, claim }) => `${format.name} (${claim.evidence})`).join(' or ');
  const hint = `Say which: ${candidates.map(({ format }) => `--format ${format.name}`).join(' or ')}.`;
  return usageError('ambiguous-format', `${directory.given} could be ${list}.`, hint);
}

function noMigrations(directory: Directory): UserError {
  const below = USUAL_PLACES.find((place) =>
    directory.files.some((file) => file.startsWith(`${place}/`) && file.endsWith('.sql')),
  );
  const problem: Problem = {
    severity: 'error',
    code: 'no-migrations',
    message: `There are no migrations in ${directory.given}.`,
    hint: below === undefined ? 'Name the directory your migration tool is pointed at.' : `Did you mean ${below}?`,
  };
  return new UserError('usage', [problem]);
}
