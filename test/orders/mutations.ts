/** Kinds of dependency that an analysis might not know of. Each has to be missed by some order of some set. */
import type { Touch } from '../../src/sql/footprint.ts';
import type { Analyst } from './analysts.ts';
import type { RandomMigration } from './generator.ts';

export interface Mutation extends Where {
  readonly name: string;
  /** Of an analyst makes one that does not know of this kind. */
  readonly of: (analyst: Analyst) => Analyst;
}

interface Where {
  /** What the sets are about that show it: one of `FOCUSES`. */
  readonly focus: string;
  /** A set of 10 to 18 migrations that has shown it, so that the test need not look long; it looks on from there. */
  readonly seed: number;
}

function forgetting(name: string, where: Where, forgets: (touch: Touch) => boolean): Mutation {
  const of =
    (analyst: Analyst): Analyst =>
    (migrations) =>
      analyst(migrations).map((footprint) => ({
        ...footprint,
        touches: footprint.touches.filter((touch) => !forgets(touch)),
      }));
  return { name, of, ...where };
}

function about(...kinds: readonly string[]): (touch: Touch) => boolean {
  return ({ resource }) => kinds.some((kind) => resource === kind || resource.startsWith(`${kind} `));
}

/** Keeps the touch of the statement itself, and does not know of it when it reads the migrations after it. */
function overlooking(name: string, where: Where, rewrite: (statement: string) => string): Mutation {
  const of =
    (analyst: Analyst): Analyst =>
    (migrations) => {
      const seen = analyst(migrations);
      const blind = analyst(migrations.map((migration) => rewritten(migration, rewrite)));
      return migrations.map((migration, position) => {
        const isConcerned = migration.statements.some((statement) => rewrite(statement) !== statement);
        return (isConcerned ? seen : blind)[position] ?? { touches: [] };
      });
    };
  return { name, of, ...where };
}

/** Does not know of the statements at all. */
function ignoring(name: string, where: Where, pattern: RegExp): Mutation {
  const of =
    (analyst: Analyst): Analyst =>
    (migrations) =>
      analyst(migrations.map((one) => rewritten(one, without(pattern))));
  return { name, of, ...where };
}

function rewritten(migration: RandomMigration, rewrite: (statement: string) => string): RandomMigration {
  return { ...migration, statements: migration.statements.map(rewrite) };
}

function without(pattern: RegExp): (statement: string) => string {
  return (statement) => (pattern.test(statement) ? 'SELECT 1' : statement);
}

const REFERENCE =
  / REFERENCES [\w".]+( \(id\))?( ON (DELETE|UPDATE) (CASCADE|SET NULL|SET DEFAULT))?( DEFERRABLE INITIALLY DEFERRED)?/g;

export const MUTATIONS: readonly Mutation[] = [
  forgetting('rows', { focus: 'triggers', seed: 1 }, about('rows')),
  forgetting(
    'readers of rows',
    { focus: 'views', seed: 1 },
    (touch) => about('rows')(touch) && touch.manner === 'read',
  ),
  forgetting('relations', { focus: 'views', seed: 1 }, about('relation')),
  forgetting(
    'readers of relations',
    { focus: 'views', seed: 1 },
    (touch) => about('relation')(touch) && touch.manner === 'read',
  ),
  forgetting(
    'changes of relations',
    { focus: 'indexes', seed: 4 },
    (touch) => about('relation')(touch) && touch.verb === 'alters',
  ),
  forgetting('types', { focus: 'types', seed: 1 }, ({ label }) => /^(type|domain) /.test(label)),
  forgetting('sequences', { focus: 'sequences', seed: 2 }, ({ label }) => /\bsequence /.test(label)),
  forgetting('indexes', { focus: 'indexes', seed: 7 }, ({ label }) => label.startsWith('index ')),
  forgetting('views', { focus: 'views', seed: 1 }, ({ label }) => /^(materialized )?view /.test(label)),
  forgetting('drops', { focus: 'statistics', seed: 3 }, ({ verb }) => verb === 'drops'),
  forgetting('renames', { focus: 'guards', seed: 16 }, ({ verb }) => verb === 'renames'),
  forgetting('names that are free', { focus: 'guards', seed: 32 }, ({ verb }) => verb === 'names'),
  forgetting('names asked for in the catalogs', { focus: 'guards', seed: 137 }, about('any')),
  forgetting(
    'lists of what is in a schema',
    { focus: 'guards', seed: 1 },
    about('relations of', 'routines of', 'definitions'),
  ),
  forgetting('routines', { focus: 'functions', seed: 1 }, about('routine')),
  forgetting('schemas', { focus: 'schemas', seed: 2 }, about('schema')),
  forgetting('roles', { focus: 'privileges', seed: 2 }, about('role')),
  forgetting('privileges', { focus: 'privileges', seed: 120 }, about('privileges')),
  ignoring('grants', { focus: 'privileges', seed: 3 }, /^GRANT/),
  forgetting('default privileges', { focus: 'privileges', seed: 30 }, about('default privileges')),
  forgetting('comments', { focus: 'statistics', seed: 16 }, about('comment')),
  forgetting('operators', { focus: 'casts and operators', seed: 3 }, about('operator')),
  forgetting('publications', { focus: 'publications', seed: 9 }, about('publication', 'publications')),
  forgetting('statistics', { focus: 'statistics', seed: 2 }, about('statistics')),
  forgetting('constraint names', { focus: 'constraint names', seed: 5 }, about('constraint')),
  forgetting('event triggers', { focus: 'event triggers', seed: 10 }, about('event triggers', 'event trigger')),
  forgetting('the order of what adds up', { focus: 'constraint names', seed: 5 }, ({ manner }) => manner === 'add'),
  overlooking('what triggers do', { focus: 'triggers', seed: 17 }, without(/^CREATE (OR REPLACE )?TRIGGER/)),
  overlooking('what rules do', { focus: 'rules', seed: 72 }, without(/^CREATE (OR REPLACE )?RULE/)),
  ignoring('policies', { focus: 'policies', seed: 2 }, /^(CREATE|ALTER|DROP) POLICY/),
  overlooking('what foreign keys refer to', { focus: 'foreign keys', seed: 4 }, (statement) =>
    without(/FOREIGN KEY/)(statement).replace(REFERENCE, ''),
  ),
  overlooking('what defaults call', { focus: 'defaults', seed: 108 }, (statement) =>
    statement.replace(/ DEFAULT [\w".]+\([^()]*\)/g, ''),
  ),
  overlooking('that columns own sequences', { focus: 'sequences', seed: 6 }, (statement) =>
    statement.replace(/\b(big)?serial\b/g, 'int'),
  ),
  overlooking('inheritance', { focus: 'inheritance', seed: 4 }, (statement) =>
    statement.replace(/ INHERITS \([^)]*\)/, ''),
  ),
  overlooking('partitions', { focus: 'partitions', seed: 22 }, (statement) =>
    without(/ATTACH PARTITION/)(statement).replace(/ PARTITION OF .*/, ' (id int, x int, y text)'),
  ),
  overlooking('the bodies of functions', { focus: 'functions', seed: 26 }, (statement) =>
    statement
      .replace(/LANGUAGE sql(.*)AS \$\$[^$]*(\$\d[^$]*)*\$\$/, 'LANGUAGE sql$1AS $$$$ SELECT NULL $$$$')
      .replace(
        /LANGUAGE plpgsql(.*)AS \$\$[^$]*(\$\d[^$]*)*\$\$/,
        'LANGUAGE plpgsql$1AS $$$$ BEGIN RETURN NULL; END $$$$',
      ),
  ),
  ignoring('search_path', { focus: 'schemas', seed: 14 }, /^(SET|SELECT set_config).*search_path/),
  ignoring('extensions', { focus: 'extensions', seed: 3 }, /^CREATE EXTENSION/),
  ignoring('blocks of code', { focus: 'guards', seed: 1 }, /^DO /),
  ignoring('calls of procedures', { focus: 'procedures', seed: 2 }, /^CALL /),
  ignoring('rules that make views', { focus: 'views by rules', seed: 2 }, /^CREATE OR REPLACE RULE "_RETURN"/),
  ignoring(
    'rights on many at once',
    { focus: 'rights', seed: 1 },
    /^(REASSIGN OWNED|DROP OWNED)|ALL (TABLES|SEQUENCES|ROUTINES) IN SCHEMA/,
  ),
  ignoring('merged rows', { focus: 'writers', seed: 1 }, /^MERGE /),
];
