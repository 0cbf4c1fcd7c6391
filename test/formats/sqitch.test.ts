import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { sqitch } from '../../src/formats/sqitch.ts';
import { layoutOf, parseConfig, variablesOf } from '../../src/formats/sqitch/config.ts';
import { parsePlan } from '../../src/formats/sqitch/plan.ts';
import { compile } from '../../src/sql/compile.ts';
import { listProblems, load, migrationOf, project } from './project.ts';

const HEAD = '%syntax-version=1.0.0\n%project=shop\n\n';
const BY = '2024-01-02T03:04:05Z Ann Lee <ann@example.com>';

/** A plan of these lines, each with a planner, and a deploy script for every change whose script is not given. */
function shop(lines: readonly string[], files: Readonly<Record<string, string>> = {}): Record<string, string> {
  const names = lines.filter((line) => !line.startsWith('@')).map((line) => line.split(' ')[0] ?? '');
  const scripts = names.map((name) => [`deploy/${name}.sql`, `BEGIN;\nselect '${name}';\nCOMMIT;\n`] as const);
  return {
    'sqitch.plan': `${HEAD}${lines.map((line) => `${line} ${BY}\n`).join('')}`,
    ...Object.fromEntries(scripts),
    ...files,
  };
}

describe("Sqitch's plan", () => {
  const parse = (body: string, head = HEAD) => parsePlan(`${head}${body}`, 'sqitch.plan');
  const one = (line: string) => parse(line).plan?.changes[0];

  it('computes the ids that the Sqitch tutorial publishes', () => {
    const head = '%syntax-version=1.0.0-b2\n%project=flipr\n%uri=https://github.com/theory/sqitch-intro/\n\n';
    const who = 'Marge N. O’Vera <marge@example.com>';
    const { plan, problems } = parse(
      `appschema 2013-12-30T23:19:45Z ${who} # Add schema for all flipr objects.\n` +
        `users [appschema] 2013-12-30T23:49:00Z ${who} # Creates table to track our users.\n`,
      head,
    );
    expect(problems).toEqual([]);
    expect(plan?.changes.map(({ id }) => id)).toEqual([
      'c7981df861183412b01be706889e508a63d445ca',
      '77398e1dbc5fbce58b05eb67d201f15774718727',
    ]);
  });

  it('puts parent, requirements, conflicts and note into the id, and the change into that of a tag', () => {
    const { plan } = parse(`a ${BY}\nb/c [a !d other:e@x] ${BY} # Two\\nlines\n@v1 ${BY}# Tagged\n`);
    const [a, b] = plan?.changes ?? [];
    const sha1 = (kind: string, content: string) =>
      createHash('sha1')
        .update(`${kind} ${Buffer.byteLength(content)}\0${content}`)
        .digest('hex');
    const planner = 'planner Ann Lee <ann@example.com>\ndate 2024-01-02T03:04:05Z';
    const content =
      `project shop\nchange b/c\nparent ${a?.id ?? ''}\n${planner}\n` +
      `requires\n  + a\n  + other:e@x\nconflicts\n  - d\n\nTwo\nlines`;
    expect(b?.id).toBe(sha1('change', content));
    expect(b?.tags[0]?.id).toBe(sha1('tag', `project shop\ntag @v1\nchange ${b?.id ?? ''}\n${planner}\n\nTagged`));
  });

  it('resolves the escapes of notes', () => {
    expect(one(`a ${BY} #  tab\\\\n and \\n, a \\r. `)?.note).toBe('tab\\n and \n, a \r.');
  });

  it('takes blank lines, comment lines, indentation, operators and unusual names', () => {
    const { plan, problems } = parse(`# first\n\n  + a.b-c_d ${BY}\n\t阱阪阬 ${BY}\nfoo [阱阪阬] ${BY}\n`);
    expect(problems).toEqual([]);
    expect(plan?.changes.map(({ name }) => name)).toEqual(['a.b-c_d', '阱阪阬', 'foo']);
    expect(plan?.changes[2]?.requires.map(({ text }) => text)).toEqual(['阱阪阬']);
  });

  it.each([
    [`a`, 'neither timestamp nor planner'],
    [`a 2024-01-02T03:04:05Z`, 'no planner'],
    [`a Ann Lee <ann@example.com>`, 'no timestamp'],
    [`a 2024-02-30T03:04:05Z Ann <ann@example.com>`, 'does not exist'],
    [`-a- ${BY}`, 'no valid name'],
    [`a:b ${BY}`, 'no valid name'],
    [`a~2 ${BY}`, 'no valid name'],
    [`a[b] ${BY}`, 'no valid name'],
    [`HEAD ${BY}`, 'reserved name "HEAD"'],
    [`c7981df861183412b01be706889e508a63d445ca ${BY}`, 'looks like an id'],
    [`@v1 ${BY}`, 'before any change'],
    [`a [b b] ${BY}`, '"b" twice'],
    [`a [b:] ${BY}`, '"b:", which is no dependency'],
    [`a ${BY}\na ${BY}`, '"a" of line 4 again'],
    [`a ${BY}\n@v ${BY}\n@v ${BY}`, '"@v" of line 5 again'],
    [`a ${BY}\n@v/x ${BY}`, 'slash'],
    [`a ${BY}\n@v [a] ${BY}`, 'dependencies of the tag'],
  ])('refuses %j', (body, message) => {
    const { problems } = parse(body);
    expect(problems.map((problem) => problem.code)).toEqual(['bad-plan']);
    expect(problems[0]?.message).toContain(message);
    expect(problems[0]?.line).toBe(3 + body.split('\n').length);
  });

  it('wants a project, and an empty line before the first change', () => {
    expect(parse('', '%syntax-version=1.0.0\n\n').problems[0]?.message).toContain('no %project');
    expect(parse('', '%project=a b\n\n').problems[0]?.message).toContain('invalid project name "a b"');
    expect(parse('', `%project=a\nb ${BY}\n`).problems[0]?.message).toContain('sqitch.plan:2 is not a pragma');
  });
});

describe('Sqitch: dependencies', () => {
  const problems = (...lines: string[]) => listProblems(load(sqitch, shop(lines)));

  it('are declared to the last change of the name before, or as of a tag', () => {
    const lines = ['a', '@v1', 'b [a]', 'a [a@v1 b]', '@v2', 'c [a @v1]', 'd [a@v1]'];
    const set = load(sqitch, shop(lines, { 'deploy/a@v1.sql': 'BEGIN; select 1; COMMIT;' }));
    expect(set.problems).toEqual([]);
    expect(set.migrations.map(({ id }) => id)).toEqual(['a@v1', 'b', 'a', 'c', 'd']);
    expect(migrationOf(set, 'b').dependsOn).toEqual(['a@v1']);
    expect(migrationOf(set, 'a').dependsOn).toEqual(['a@v1', 'b']);
    expect(migrationOf(set, 'c').dependsOn).toEqual(['a@v1', 'a']);
    expect(migrationOf(set, 'd').dependsOn).toEqual(['a@v1']);
  });

  it('must come earlier in the plan', () => {
    expect(problems('a [b]', 'b')).toEqual(['error late-dependency sqitch.plan:4']);
    expect(problems('a [a]')).toEqual(['error circular-dependency sqitch.plan:4']);
    expect(problems('a [x]', 'b [a@none]')).toEqual([
      'error unknown-dependency sqitch.plan:4',
      'error unknown-dependency sqitch.plan:5',
    ]);
  });

  it('on other projects are refused by name', () => {
    const set = load(sqitch, shop(['a [core:users]', 'b [shop:a !core:users]']));
    expect(listProblems(set)).toEqual(['error external-dependency sqitch.plan:4']);
    expect(set.problems[0]?.message).toContain('core:users');
    expect(migrationOf(set, 'b').dependsOn).toEqual(['a']);
  });

  it('on one other project are told once, with how many there are', () => {
    const set = load(sqitch, shop(['a [core:users core:roles]', 'b [core:users other:x]']));
    expect(set.problems.map(({ message }) => message)).toEqual([
      '"a" requires "core:users" of another Sqitch project, and so do 2 more requirements.',
      '"b" requires "other:x" of another Sqitch project.',
    ]);
  });

  it('that conflict must not be deployed before', () => {
    expect(problems('a', 'b [!a]')).toEqual(['error conflicting-change sqitch.plan:5']);
    expect(problems('a [!b]', 'b')).toEqual([]);
    expect(problems('a [!x]')).toEqual(['error unknown-dependency sqitch.plan:4']);
  });
});

describe('Sqitch: scripts', () => {
  it('come in the order of the plan, with revert and verify scripts where there are some', () => {
    const set = load(
      sqitch,
      shop(['z/b', 'a'], { 'revert/z/b.sql': 'select 1;', 'verify/a.sql': 'select 2;', 'deploy/left.sql': '' }),
    );
    expect(listProblems(set)).toEqual(['info ignored-file deploy/left.sql']);
    expect(set.migrations.map(({ id }) => id)).toEqual(['z/b', 'a']);
    expect(migrationOf(set, 'z/b')).toMatchObject({
      description: 'z/b',
      path: 'deploy/z/b.sql',
      up: { transaction: 'message', dialect: 'psql', line: 1 },
      down: { path: 'revert/z/b.sql', transaction: 'none' },
    });
    expect(migrationOf(set, 'a').verify?.text).toBe('select 2;');
  });

  it('are looked for by any of the tags before the rework, the latest first', () => {
    const lines = ['a', '@one', '@two', 'b', '@three', 'a'];
    const found = (name: string) => load(sqitch, shop(lines, { [`deploy/${name}.sql`]: 'x' })).migrations[0]?.id;
    expect(['a@one', 'a@two', 'a@three'].map(found)).toEqual(['a@one', 'a@two', 'a@three']);
    expect(listProblems(load(sqitch, shop(lines)))).toEqual(['error missing-script sqitch.plan:4']);
  });

  it('must exist and differ from each other', () => {
    const files = shop(['a', 'b', 'c'], { 'deploy/b.sql': 'same', 'deploy/c.sql': 'same' });
    delete files['deploy/a.sql'];
    const set = load(sqitch, files);
    expect(listProblems(set)).toEqual(['error missing-script sqitch.plan:4', 'error duplicate-script deploy/c.sql']);
    expect(set.problems[0]?.message).toContain('deploy/a.sql');
  });

  it('run statement by statement unless they begin a transaction themselves', () => {
    const mode = (text: string) => load(sqitch, shop(['a'], { 'deploy/a.sql': text })).migrations[0]?.up.transaction;
    expect(mode('-- Deploy\n/* x */ begin;\nselect 1;\nCOMMIT;')).toBe('message');
    expect(mode('START TRANSACTION; select 1; COMMIT;')).toBe('message');
    expect(mode('select 1; BEGIN; select 2; COMMIT;')).toBe('none');
    expect(mode('\\set x 1\nBEGIN; select 2; COMMIT;')).toBe('none');
    expect(mode('CREATE INDEX CONCURRENTLY i ON a (b);')).toBe('none');
  });

  it('get the variables of the configuration, lines unchanged', () => {
    const conf = `[core "variables"]\n a = core\n[deploy "variables"]\n\ta = "it's \\\\ here"\n\tunused = 1\n b = conf\n`;
    const text = '-- Deploy\nselect :\'a\', :b, :"registry";';
    const set = load(sqitch, shop(['x'], { 'sqitch.conf': conf, 'deploy/x.sql': text }), {
      variables: new Map([['b', 'given']]),
    });
    const script = migrationOf(set, 'x').up;
    expect(script.text.split('\n')).toHaveLength(2);
    const variables = new Map([['b', 'given']]);
    const { steps, problems } = compile(script, { variables, readFile: () => '' });
    expect(problems).toEqual([]);
    expect(steps).toMatchObject([{ statement: { line: 2, text: expect.stringContaining('given, "sqitch"') } }]);
    expect(steps[0]?.statement.text).toMatch(/E?'it''s \\+ here'/);
  });
});

describe("Sqitch's configuration", () => {
  it('is read by the rules of Git', () => {
    const text =
      '# comment\n; another\n[core]\n\tengine = pg  # trailing\n top_dir = "a b" ; too\nflag\n' +
      '[Engine "pg"] registry = x\\\ny\n[target "t\\"1"]\nuri=db:pg:"x#y"\n';
    expect(Object.fromEntries(parseConfig(text, 'sqitch.conf'))).toEqual({
      'core.engine': 'pg',
      'core.top_dir': 'a b',
      'core.flag': 'true',
      'engine.pg.registry': 'xy',
      'target.t"1.uri': 'db:pg:x#y',
    });
    expect(() => parseConfig('[core]\n= 1\n', 'sqitch.conf')).toThrow('sqitch.conf:2');
  });

  it('looks for settings in target, engine and core, in this order', () => {
    const config = parseConfig(
      '[core]\ntop_dir=db\nregistry=c\nplan_file=core.plan\n[engine "pg"]\ntarget=prod\nregistry=e\nplan_file=pg.plan\n' +
        '[target "prod"]\nregistry=t\nreworked_dir=old\n[target "prod.variables"]\nx=1\n[engine "pg.variables"]\nx=2\ny=3\n',
      'sqitch.conf',
    );
    expect(layoutOf(config)).toEqual({
      planFile: 'pg.plan',
      deploy: 'db/deploy',
      revert: 'db/revert',
      verify: 'db/verify',
      reworkedDeploy: 'old/deploy',
      reworkedRevert: 'old/revert',
      reworkedVerify: 'old/verify',
      extension: 'sql',
      registry: 't',
    });
    expect(Object.fromEntries(variablesOf(config, new Map([['y', '4']])))).toEqual({ x: '1', y: '4' });
  });

  it('may lie above the directory, and another one there is not followed', () => {
    const above = { '../sqitch.conf': '[core]\ntop_dir = migrations\n' };
    expect(load(sqitch, { ...shop(['a']), ...above }).migrations).toHaveLength(1);
    const other = { '../sqitch.conf': '[core]\ntop_dir = elsewhere\n' };
    expect(load(sqitch, { ...shop(['a']), ...other }).problems).toEqual([]);
  });

  it('names plan and folders', () => {
    const { 'sqitch.plan': plan = '', 'deploy/a.sql': script = '' } = shop(['a']);
    const files = {
      'pg.plan': plan,
      'pg/up/a.ddl': script,
      'sqitch.conf': '[core]\nplan_file=pg.plan\ndeploy_dir=pg/up\nextension=ddl',
    };
    expect(sqitch.claim(project(files))).toEqual({ certainty: 'certain', evidence: 'pg.plan' });
    expect(load(sqitch, files).migrations.map(({ path }) => path)).toEqual(['pg/up/a.ddl']);
  });

  it('of another database, broken, or leading out of the directory is an error', () => {
    const errors = (conf: string) => listProblems(load(sqitch, { ...shop(['a']), 'sqitch.conf': conf }));
    expect(errors('[core]\nengine = sqlite\n')).toEqual(['error other-engine']);
    expect(errors('[core]\n!\n')).toEqual(['error bad-config']);
    expect(errors('[core]\ndeploy_dir = ../up\n')).toEqual(['error outside-directory sqitch.plan:4']);
    expect(listProblems(load(sqitch, { 'sqitch.conf': '' }))).toEqual(['error missing-plan']);
  });
});

describe('Sqitch: claims', () => {
  it('knows its plan', () => {
    expect(sqitch.claim(project(shop(['a'])))).toEqual({ certainty: 'certain', evidence: 'sqitch.plan' });
    expect(sqitch.claim(project({ 'deploy/a.sql': '', 'other.plan': '' }))).toBeUndefined();
  });
});
