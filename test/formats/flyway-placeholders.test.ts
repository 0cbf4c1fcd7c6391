/** Flyway's placeholders: where their values come from, and which need none. */
import { describe, expect, it } from '@jest/globals';
import { flyway } from '../../src/formats/flyway.ts';
import { listProblems, load, migrationOf } from './project.ts';

describe('Flyway: placeholders', () => {
  const text = '-- ${Owner}\nGRANT SELECT ON t TO ${owner};\n';

  it('fills them in from a file, the environment and --set, the later over the earlier, without regard to case', () => {
    const files = { 'V1__a.sql': text, '../flyway.conf': '# x\nflyway.placeholders.owner = file\n' };
    const filled = (given: Parameters<typeof load>[2]) => migrationOf(load(flyway, files, given), 'V1__a').up.text;
    expect(filled({})).toBe('-- file\nGRANT SELECT ON t TO file;\n');
    const env = { FLYWAY_PLACEHOLDERS_OWNER: 'env' };
    expect(filled({ env })).toContain('TO env;');
    expect(filled({ env, variables: new Map([['OWNER', 'set']]) })).toContain('TO set;');
  });

  it('names one that has no value, once, with its line', () => {
    const set = load(flyway, { 'V1__a.sql': `SELECT 1;\n${text}`, 'V2__b.sql': 'SELECT ${flyway:timestamp}, ${open' });
    expect(listProblems(set)).toEqual([
      'error missing-placeholder V1__a.sql:2',
      'error missing-placeholder V1__a.sql:3',
      'error missing-placeholder V2__b.sql:1',
      'error missing-placeholder V2__b.sql:1',
    ]);
    expect(set.problems[0]?.hint).toContain('--set Owner=VALUE');
  });

  it('knows those that are the same in every run', () => {
    const set = load(flyway, {
      'sub/V1__a.sql': '${flyway:defaultSchema} ${flyway:table} ${flyway:filename}',
      'flyway.conf': 'flyway.table=log\nflyway.defaultSchema=public',
    });
    expect(migrationOf(set, 'V1__a').up.text).toBe('public log V1__a.sql');
  });

  const VARYING = ['timestamp', 'user', 'database', 'workingDirectory'];

  it.each(VARYING)('fills in flyway:%s in comments, where a fixed text does', (name) => {
    const text = `-- \${flyway:${name}} $$ '\n/* /* */ \${flyway:${name}} */ SELECT 1; -- \${FLYWAY:${name}}`;
    const set = load(flyway, { 'R__x.sql': text });
    expect(set.problems).toEqual([]);
    const filled = `-- flyway:${name} $$ '\n/* /* */ flyway:${name} */ SELECT 1; -- FLYWAY:${name}`;
    expect(set.migrations.map(({ up }) => up.text)).toEqual([filled]);
  });

  it.each(VARYING)(
    'needs to be told flyway:%s elsewhere, also in the comment of a body, which PostgreSQL keeps',
    (name) => {
      for (const text of [`SELECT '-- \${flyway:${name}}';`, `DO $$ BEGIN -- \${flyway:${name}}\nEND $$;`]) {
        const without = load(flyway, { 'V1__a.sql': text });
        expect(listProblems(without)).toEqual(['error missing-placeholder V1__a.sql:1']);
        expect(without.problems[0]?.hint).toBe(`Pass it with --set flyway:${name}=VALUE.`);
        const set = load(flyway, { 'V1__a.sql': text }, { variables: new Map([[`flyway:${name}`, 'x']]) });
        expect(set.problems).toEqual([]);
        expect(migrationOf(set, 'V1__a').up.text).toBe(text.replace(`\${flyway:${name}}`, 'x'));
      }
    },
  );

  it('does not take a placeholder in a comment for one of its own', () => {
    expect(listProblems(load(flyway, { 'V1__a.sql': '-- ${timestamp} ${flyway:other}' }))).toEqual([
      'error missing-placeholder V1__a.sql:1',
      'error missing-placeholder V1__a.sql:1',
    ]);
  });

  it('leaves them alone where it is told to', () => {
    const off = load(
      flyway,
      { 'V1__a.sql': text },
      { variables: new Map([['flyway.placeholderReplacement', 'false']]) },
    );
    expect(migrationOf(off, 'V1__a').up.text).toBe(text);
    const script = load(flyway, { 'V1__a.sql': text, 'V1__a.sql.conf': 'placeholderReplacement=false' });
    expect(migrationOf(script, 'V1__a').up.text).toBe(text);
    const other = load(flyway, {
      'V1__a.sql': '${x} @@x@@',
      'flyway.conf': 'flyway.placeholderPrefix=@@\nflyway.placeholderSuffix=@@\nflyway.placeholders.x=1',
    });
    expect(migrationOf(other, 'V1__a').up.text).toBe('${x} 1');
  });
});
