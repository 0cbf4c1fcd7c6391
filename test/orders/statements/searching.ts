/** Text search: configurations and dictionaries, found by name when a text is read, and kept by indexes and columns. */
import type { Draw, Family } from '../draw.ts';

const CONFIGURATIONS = ['conf', 'conf', 'a', 'english'] as const;

function create(draw: Draw): string | string[] {
  const { random } = draw;
  const place = draw.made({ schema: draw.schema(), name: random.pick(...CONFIGURATIONS) });
  const known = random.one(draw.state.configurations);
  const dictionary = draw.made({ schema: draw.schema(), name: random.pick('dict', 'a') });
  return random.pick<string | string[]>(
    `CREATE TEXT SEARCH CONFIGURATION ${place} (COPY = ${random.pick('simple', 'pg_catalog.english', known ? draw.ref(known) : 'simple')})`,
    `CREATE TEXT SEARCH CONFIGURATION ${place} (PARSER = "default")`,
    [
      `CREATE TEXT SEARCH DICTIONARY ${dictionary} (TEMPLATE = simple, STOPWORDS = english)`,
      `CREATE TEXT SEARCH CONFIGURATION ${place} (COPY = simple)`,
      `ALTER TEXT SEARCH CONFIGURATION ${place} ALTER MAPPING FOR asciiword WITH ${dictionary}`,
    ],
  );
}

function change(draw: Draw): string | undefined {
  const { random } = draw;
  const known = random.one(draw.state.configurations);
  if (known === undefined) return undefined;
  const which = `TEXT SEARCH CONFIGURATION ${draw.ref(known)}`;
  return random.pick(
    `ALTER ${which} ALTER MAPPING FOR asciiword WITH ${random.pick('simple', 'english_stem')}`,
    `ALTER ${which} DROP MAPPING IF EXISTS FOR asciiword`,
    `ALTER ${which} RENAME TO ${random.pick(...CONFIGURATIONS)}`,
    `ALTER ${which} SET SCHEMA ${draw.schema()}`,
    `DROP TEXT SEARCH CONFIGURATION ${draw.ifExists()}${draw.ref(known)}${draw.cascade()}`,
    `COMMENT ON ${which} IS '${random.pick('one', 'two')}'`,
  );
}

function search(draw: Draw): string | string[] | undefined {
  const { random } = draw;
  const table = draw.relation('r');
  const text = table && draw.column(table, ({ type, generated }) => type === 'text' && generated === '');
  const known = random.one(draw.state.configurations);
  if (table === undefined || text === undefined) return undefined;
  const id = draw.id(text.name);
  const name = known === undefined ? random.pick(...CONFIGURATIONS) : draw.plainRef(known);
  const words = `to_tsvector('${name}', ${id})`;
  const insert = `INSERT INTO ${draw.ref(table)} (${id}) SELECT to_tsvector(${random.perhaps(0.7, `'${name}', `)}'the running cats')::text`;
  return random.pick<string | string[]>(
    insert,
    insert,
    [`SET LOCAL default_text_search_config = '${name}'`, insert],
    `CREATE OR REPLACE FUNCTION ${draw.id(draw.schema())}.g(int) RETURNS int LANGUAGE sql SET default_text_search_config = '${name}' AS $$ SELECT length(to_tsvector('the cats')) + $1 $$`,
    [`SELECT set_config('default_text_search_config', '${name}', true)`, insert],
    `CREATE INDEX ON ${draw.ref(table)} USING gin (${words})`,
    `ALTER TABLE ${draw.ref(table)} ADD COLUMN ${draw.ifNotExists()}z tsvector GENERATED ALWAYS AS (${words}) STORED`,
    `CREATE VIEW ${draw.made()} AS SELECT ${words} @@ to_tsquery('${name}', 'cat') AS x FROM ${draw.ref(table)}`,
    `CREATE OR REPLACE FUNCTION ${draw.id(draw.schema())}.f(int) RETURNS int LANGUAGE sql AS $$ SELECT length(to_tsvector('${name}', 'the cats')) + $1 $$`,
  );
}

export const searching: Family = {
  name: 'searching',
  kinds: [
    { name: 'create text search', weight: 0.6, make: create },
    { name: 'alter or drop text search', weight: 0.5, make: change },
    { name: 'search a text', weight: 0.8, make: search },
  ],
};
