/** Views, materialized views and rules: they keep hold of what they read. */
import type { Draw, Family } from '../draw.ts';
import type { Relation } from '../state.ts';

function query(draw: Draw): string | undefined {
  const { random } = draw;
  const source = draw.source();
  if (source === undefined) return undefined;
  const other = random.chance(0.25) ? draw.source() : undefined;
  const chosen = random.some(source.columns, random.between(1, 3));
  const from = `${draw.ref(source)} AS s`;
  if (other !== undefined) return `SELECT s.*, (SELECT count(*) FROM ${draw.ref(other)}) AS n FROM ${from}`;
  if (random.chance(0.25)) return `SELECT * FROM ${draw.ref(source)}`;
  const called = random.chance(0.3) ? draw.call(true) : undefined;
  const where = random.perhaps(0.3, ` WHERE s.${draw.id(chosen[0]?.name ?? 'id')} IS NOT NULL`);
  const names = chosen.map(({ name }) => `s.${draw.id(name)}`).join(', ');
  if (called !== undefined) return `SELECT ${names}, ${called} AS n FROM ${from}${where}`;
  return random.chance(0.15) ? `SELECT s::text AS y, 1 AS x FROM ${from}` : `SELECT ${names} FROM ${from}${where}`;
}

function createView(draw: Draw, existing: Relation | undefined): string | undefined {
  const made = query(draw);
  if (made === undefined) return undefined;
  const { random } = draw;
  const place = existing ?? (random.chance(0.8) ? draw.freePlace() : draw.place());
  const replace = existing === undefined ? random.perhaps(0.4, 'OR REPLACE ') : 'OR REPLACE ';
  return `CREATE ${replace}VIEW ${draw.made(place)}${random.perhaps(0.1, ' WITH (security_invoker = true)')} AS ${made}`;
}

/** A view may be replaced only by one that begins with the same columns. */
function replaceView(draw: Draw): string | undefined {
  const view = draw.relation('v');
  const source =
    view &&
    draw.random.one(
      draw
        .relations('r', 'p', 'v', 'm')
        .filter(
          (one) =>
            one !== view &&
            view.columns.every(({ name, type }) => one.columns.some((own) => own.name === name && own.type === type)),
        ),
    );
  if (view === undefined) return undefined;
  if (source === undefined) {
    const nulls = view.columns.map(({ name, type }) => `NULL::${type} AS "${name}"`);
    const counted = draw.source();
    return `CREATE OR REPLACE VIEW ${draw.ref(view)} AS SELECT ${[...nulls, ...(counted ? [`(SELECT count(*) FROM ${draw.ref(counted)}) AS more`] : [])].join(', ')}`;
  }
  return `CREATE OR REPLACE VIEW ${draw.ref(view)} AS SELECT ${view.columns.map(({ name }) => draw.id(name)).join(', ')} FROM ${draw.ref(source)}`;
}

/** What a rule does may be about the row, or call what is there. */
function ruleAction(draw: Draw, on: Relation, event: string, into: string): string {
  const { random } = draw;
  const word = `'rule ${event.toLowerCase()}'`;
  const column = draw.column(on);
  const row = event === 'DELETE' ? 'OLD' : 'NEW';
  const called = random.chance(0.2) ? draw.call(true) : undefined;
  if (called !== undefined) return `${into} VALUES (${word} || ${called})`;
  if (column === undefined || random.chance(0.6)) return `${into} VALUES (${word})`;
  return random.pick(
    `${into} VALUES (left(${row}.${draw.id(column.name)}::text, 30))`,
    `(${into} VALUES (${word}); ${into} SELECT count(*)::text FROM ${draw.ref(on)})`,
  );
}

/** What is on top of others is replaced beneath those on top of it. */
function viewOfView(draw: Draw): string | string[] | undefined {
  const { random } = draw;
  const below = draw.relation('v', 'm');
  if (below === undefined || below.columns.length === 0) return undefined;
  const columns = random.some(below.columns, random.between(1, 2)).map(({ name }) => draw.id(name));
  const select = `SELECT ${columns.join(', ')} FROM ${draw.ref(below)}`;
  const place = draw.freePlace();
  if (below.kind === 'm' || random.chance(0.6))
    return `CREATE ${random.pick('VIEW', 'VIEW', 'OR REPLACE VIEW', 'MATERIALIZED VIEW')} ${draw.made(place)} AS ${select}`;
  const nulls = below.columns.map(({ name, type }) => `NULL::${type} AS "${name}"`).join(', ');
  return [
    `CREATE VIEW ${draw.made(place)} AS ${select}${random.perhaps(0.3, ` WITH ${random.pick('LOCAL', 'CASCADED')} CHECK OPTION`)}`,
    `CREATE OR REPLACE VIEW ${draw.ref(below)} AS SELECT ${nulls}`,
  ];
}

export const views: Family = {
  name: 'views',
  kinds: [
    { name: 'create view', weight: 5, make: (draw) => createView(draw, undefined) },
    { name: 'replace view', weight: 2, make: replaceView },
    { name: 'view of a view', weight: 2, make: viewOfView },
    {
      name: 'create materialized view',
      weight: 2.5,
      make: (draw) => {
        const made = query(draw);
        return (
          made &&
          `CREATE MATERIALIZED VIEW ${draw.ifNotExists()}${draw.made()} AS ${made}${draw.random.perhaps(0.2, ' WITH NO DATA')}`
        );
      },
    },
    {
      name: 'refresh materialized view',
      weight: 2.5,
      make: (draw) => {
        const view = draw.relation('m');
        if (view === undefined) return undefined;
        const column = draw.random.chance(0.15) ? draw.column(view) : undefined;
        if (column === undefined)
          return `REFRESH MATERIALIZED VIEW ${draw.ref(view)}${draw.random.perhaps(0.05, ' WITH NO DATA')}`;
        return [
          `CREATE UNIQUE INDEX ON ${draw.ref(view)} (${draw.id(column.name)})`,
          `REFRESH MATERIALIZED VIEW CONCURRENTLY ${draw.ref(view)}`,
        ];
      },
    },
    {
      name: 'drop view',
      weight: 2,
      make: (draw) => {
        const view = draw.relation('v', 'm');
        return (
          view &&
          `DROP ${view.kind === 'm' ? 'MATERIALIZED ' : ''}VIEW ${draw.ifExists(0.5)}${draw.ref(view)}${draw.cascade()}`
        );
      },
    },
    {
      name: 'drop view that may not be there',
      weight: 0.5,
      make: (draw) => `DROP ${draw.random.perhaps(0.3, 'MATERIALIZED ')}VIEW IF EXISTS ${draw.ref(draw.place())}`,
    },
    {
      name: 'alter view',
      weight: 1.5,
      make: (draw) => {
        const view = draw.relation('v', 'm');
        const column = view && draw.column(view);
        if (view === undefined || column === undefined) return undefined;
        const action = draw.random.pick(
          `RENAME TO ${draw.id(draw.freeName(view.schema))}`,
          `SET SCHEMA ${draw.id(draw.schema())}`,
          `RENAME COLUMN ${draw.id(column.name)} TO ${draw.random.pick('x', 'y', 'n')}`,
          view.kind === 'm' ? 'SET (fillfactor = 80)' : `ALTER COLUMN ${draw.id(column.name)} SET DEFAULT NULL`,
          view.kind === 'm' ? `RENAME TO ${draw.id(draw.freeName(view.schema))}` : 'SET (security_barrier = true)',
        );
        return `ALTER ${view.kind === 'm' ? 'MATERIALIZED ' : ''}VIEW ${draw.ifExists(0.3)}${draw.ref(view)} ${action}`;
      },
    },
    {
      name: 'create rule',
      weight: 1,
      make: (draw) => {
        const on = draw.relation('r', 'v');
        const target = draw.relation('r');
        const text = target && draw.column(target, ({ type }) => type === 'text');
        if (on === undefined || target === undefined || on === target || text === undefined) return undefined;
        const event = draw.random.pick('INSERT', 'INSERT', 'UPDATE', 'DELETE');
        const way = on.kind === 'v' ? 'INSTEAD' : draw.random.pick('ALSO', 'ALSO', 'INSTEAD');
        const action = draw.random.chance(0.1)
          ? 'NOTHING'
          : ruleAction(draw, on, event, `INSERT INTO ${draw.ref(target)} (${draw.id(text.name)})`);
        const condition = draw.random.perhaps(
          0.2,
          ` WHERE (SELECT count(*) FROM ${draw.ref(draw.source() ?? target)}) > 1`,
        );
        return `CREATE ${draw.random.perhaps(0.5, 'OR REPLACE ')}RULE ${draw.random.pick('r1', 'r2')} AS ON ${event} TO ${draw.ref(on)}${condition} DO ${way} ${action}`;
      },
    },
    {
      name: 'drop rule',
      weight: 0.5,
      make: (draw) => {
        const on = draw.random.one(draw.relations('r', 'v').filter(({ rules }) => rules.length > 0));
        const rule = on && draw.random.one(on.rules);
        return (
          on &&
          rule &&
          draw.random.pick(
            `DROP RULE ${draw.ifExists()}${rule} ON ${draw.ref(on)}`,
            `ALTER TABLE ${draw.ref(on)} DISABLE RULE ${rule}`,
            `ALTER RULE ${rule} ON ${draw.ref(on)} RENAME TO r3`,
          )
        );
      },
    },
  ],
};
