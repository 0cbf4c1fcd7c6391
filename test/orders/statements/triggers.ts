/** Triggers and event triggers: code that statements run which do not name it. */
import type { Draw, Family } from '../draw.ts';
import type { Relation } from '../state.ts';

/** A function that runs when the transaction ends, where no depth tells it that it has set off itself. */
const LATE = 'late';

function triggerBody(draw: Draw, on: Relation | undefined): string {
  const { random } = draw;
  const table = draw.random.one(draw.relations('r').filter((one) => one !== on)) ?? { ...draw.place(), columns: [] };
  const text = table.columns.find(({ type }) => type === 'text')?.name ?? 'y';
  const called = random.chance(0.25) ? draw.call(true) : undefined;
  const log = `INSERT INTO ${draw.ref(table)} (${draw.id(text)}) VALUES (TG_OP || ' ' || TG_TABLE_NAME || (SELECT count(*) FROM ${draw.ref(table)}))`;
  const does = random.pick(
    `${log};`,
    `${log};`,
    `UPDATE ${draw.ref(table)} SET ${draw.id(text)} = ${draw.id(text)} || TG_OP;`,
    `EXECUTE 'INSERT INTO ${draw.plainRef(table)} (${text}) VALUES ($1)' USING TG_NAME || left(coalesce(NEW::text, OLD::text), 60);`,
  );
  return `BEGIN IF pg_trigger_depth() < 3 THEN ${does}${called ? ` PERFORM ${called};` : ''} END IF; RETURN coalesce(NEW, OLD); END`;
}

function createTrigger(draw: Draw): string | string[] | undefined {
  const { random } = draw;
  const table = draw.relation('r', 'p', 'v');
  if (table === undefined) return undefined;
  const existing = random.chance(0.6) ? draw.routine(({ returns }) => returns === 'trigger') : undefined;
  const routine = existing ?? { schema: draw.schema(), name: random.pick('t', 'u', 'f') };
  const reference = draw.ref(routine);
  const events = random.pick('INSERT', 'INSERT', 'UPDATE', 'DELETE', 'INSERT OR UPDATE', 'INSERT OR UPDATE OR DELETE');
  const when = table.kind === 'v' ? 'INSTEAD OF' : random.pick('BEFORE', 'AFTER', 'AFTER');
  const each = table.kind === 'v' ? 'ROW' : random.pick('ROW', 'ROW', 'STATEMENT');
  const column =
    events === 'UPDATE' && table.kind !== 'v' ? draw.column(table, ({ name }) => name !== 'id') : undefined;
  const of = column && random.chance(0.4) ? ` OF ${draw.id(column.name)}` : '';
  const condition =
    each === 'ROW' && events === 'INSERT' && random.chance(0.2) && when !== 'INSTEAD OF'
      ? ` WHEN (NEW IS NOT NULL)`
      : '';
  const name = random.pick('t1', 't2', 'a');
  const drop = random.chance(0.2) ? [`DROP TRIGGER IF EXISTS ${name} ON ${draw.ref(table)}`] : [];
  return [
    ...(existing === undefined
      ? [
          `CREATE OR REPLACE FUNCTION ${reference}() RETURNS trigger LANGUAGE plpgsql AS $$ ${triggerBody(draw, table)} $$`,
        ]
      : []),
    ...drop,
    `CREATE ${random.perhaps(drop.length > 0 ? 0 : 0.4, 'OR REPLACE ')}TRIGGER ${name} ${when} ${events}${of} ON ${draw.ref(table)} FOR EACH ${each}${condition} EXECUTE ${random.pick('FUNCTION', 'PROCEDURE')} ${reference}()`,
  ];
}

/** What is told of the rows: a table of them, an argument, nothing until the transaction ends. */
function specialTrigger(draw: Draw): string | string[] | undefined {
  const { random } = draw;
  const table = draw.relation('r');
  const log = draw.relation('r');
  const text = log && draw.column(log, ({ type }) => type === 'text');
  if (table === undefined || log === undefined || log === table || text === undefined) return undefined;
  const place = draw.ref({ schema: draw.schema(), name: random.pick('t', 'u') });
  const head = `CREATE OR REPLACE FUNCTION ${place}() RETURNS trigger LANGUAGE plpgsql${random.perhaps(0.15, ` SET search_path = ${draw.schema()}, public`)} AS $$ BEGIN`;
  const into = `INSERT INTO ${draw.ref(log)} (${draw.id(text.name)})`;
  const name = random.pick('t1', 't2', 'a');
  const event = random.pick('INSERT', 'INSERT', 'UPDATE', 'DELETE');
  const late = draw.ref({ schema: draw.schema(), name: LATE });
  return random.pick<string[]>(
    [
      `${head} ${into} SELECT count(*)::text FROM fresh; RETURN NULL; END $$`,
      `CREATE TRIGGER ${name} AFTER ${event} ON ${draw.ref(table)} REFERENCING ${event === 'DELETE' ? 'OLD' : 'NEW'} TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ${place}()`,
    ],
    [
      `${head} EXECUTE format('INSERT INTO %I.%I (${text.name}) VALUES (%L)', TG_ARGV[0], TG_ARGV[1], TG_OP); RETURN coalesce(NEW, OLD); END $$`,
      `CREATE TRIGGER ${name} AFTER ${event} ON ${draw.ref(table)} FOR EACH ROW EXECUTE FUNCTION ${place}('${log.schema}', '${log.name}')`,
    ],
    [
      `${head} ${into} VALUES (TG_OP); RETURN NULL; END $$`,
      `CREATE TRIGGER ${name} AFTER TRUNCATE ON ${draw.ref(table)} FOR EACH STATEMENT EXECUTE FUNCTION ${place}()`,
    ],
    [
      `CREATE OR REPLACE FUNCTION ${late}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (SELECT count(*) FROM ${draw.ref(log)}) < 20 THEN ${into} VALUES (TG_OP || TG_NAME); END IF; RETURN NULL; END $$`,
      `CREATE CONSTRAINT TRIGGER ${name} AFTER ${event} ON ${draw.ref(table)} DEFERRABLE INITIALLY ${random.pick('DEFERRED', 'DEFERRED', 'IMMEDIATE')} FOR EACH ROW EXECUTE FUNCTION ${late}()`,
    ],
    [
      `${head} NEW.${draw.id(draw.column(table)?.name ?? 'x')} := NULL; RETURN NEW; END $$`,
      `CREATE TRIGGER ${name} BEFORE ${random.pick('INSERT', 'UPDATE')} ON ${draw.ref(table)} FOR EACH ROW EXECUTE FUNCTION ${place}()`,
    ],
  );
}

function eventTrigger(draw: Draw): string | string[] {
  const { random } = draw;
  const known = random.one(draw.state.eventTriggers);
  if (known !== undefined && random.chance(0.6))
    return random.pick(
      `DROP EVENT TRIGGER ${draw.ifExists()}${known}`,
      `ALTER EVENT TRIGGER ${known} DISABLE`,
      `ALTER EVENT TRIGGER ${known} RENAME TO e2`,
    );
  const table = draw.relation('r') ?? { ...draw.place(), columns: [] };
  const text = table.columns.find(({ type }) => type === 'text')?.name ?? 'y';
  const name = draw.ref({ schema: draw.schema(), name: 'ev' });
  const target = `${draw.id('schema' in table ? table.schema : 'public')}.${draw.id(table.name)}`;
  const logged = draw.routine(({ returns, name: called }) => returns === 'trigger' && called !== LATE);
  const made = random.pick(
    'ALTER TABLE %s ENABLE ROW LEVEL SECURITY',
    'ALTER TABLE IF EXISTS %s REPLICA IDENTITY FULL',
    'ALTER TABLE %s ADD also int DEFAULT 1',
    logged === undefined
      ? 'GRANT SELECT ON TABLE %s TO PUBLIC'
      : `CREATE TRIGGER t9 AFTER INSERT ON %s FOR EACH ROW EXECUTE FUNCTION ${draw.ref(logged)}()`,
  );
  const does = random.pick(
    `INSERT INTO ${target} (${draw.id(text)}) VALUES (TG_TAG); EXCEPTION WHEN undefined_table OR undefined_column THEN NULL;`,
    `FOR c IN SELECT * FROM pg_event_trigger_ddl_commands()${random.perhaps(0.5, " WHERE object_type = 'table'")} LOOP IF c.command_tag LIKE 'CREATE%' THEN EXECUTE format('${made}', ${random.pick('c.object_identity', 'c.object_identity', 'c.objid::regclass')}); END IF; END LOOP; EXCEPTION WHEN OTHERS THEN NULL;`,
  );
  return [
    `CREATE OR REPLACE FUNCTION ${name}() RETURNS event_trigger LANGUAGE plpgsql AS $$ DECLARE c record; BEGIN ${does} END $$`,
    `CREATE EVENT TRIGGER ${random.pick('e1', 'e2')} ON ${random.pick('ddl_command_end', 'ddl_command_end', 'ddl_command_start', 'sql_drop')}${random.perhaps(0.6, ` WHEN TAG IN ('CREATE TABLE', 'CREATE VIEW', 'DROP TABLE')`)} EXECUTE FUNCTION ${name}()`,
  ];
}

export const triggers: Family = {
  name: 'triggers',
  kinds: [
    { name: 'create trigger', weight: 4, make: createTrigger },
    { name: 'create special trigger', weight: 1.5, make: specialTrigger },
    {
      name: 'replace trigger function',
      weight: 1.5,
      make: (draw) => {
        const routine = draw.routine(({ returns, name }) => returns === 'trigger' && name !== LATE);
        return (
          routine &&
          `CREATE OR REPLACE FUNCTION ${draw.ref(routine)}() RETURNS trigger LANGUAGE plpgsql AS $$ ${triggerBody(draw, undefined)} $$`
        );
      },
    },
    {
      name: 'alter or drop trigger',
      weight: 2,
      make: (draw) => {
        const table = draw.random.one(draw.relations('r', 'p', 'v').filter(({ triggers }) => triggers.length > 0));
        const trigger = table && draw.random.one(table.triggers);
        if (table === undefined || trigger === undefined) return undefined;
        return draw.random.pick(
          `DROP TRIGGER ${draw.ifExists()}${trigger} ON ${draw.ref(table)}`,
          `ALTER TRIGGER ${trigger} ON ${draw.ref(table)} RENAME TO ${draw.random.pick('t0', 't1', 't3')}`,
          `ALTER TABLE ${draw.ref(table)} ${draw.random.pick('DISABLE', 'ENABLE', 'ENABLE ALWAYS')} TRIGGER ${trigger}`,
        );
      },
    },
    { name: 'event trigger', weight: 0.6, make: eventTrigger },
  ],
};
