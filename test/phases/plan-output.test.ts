/** What `plan` prints other than its table, and what the graph's and verify's flags refuse: the command line without its process. */
import { describe, expect, it } from '@jest/globals';
import { Writable } from 'node:stream';
import { runCli } from '../../src/cli.ts';
import { withFiles } from '../support/files.ts';

const files = withFiles();
const SHOP = {
  '001_customers.sql': 'CREATE TABLE customers (id int PRIMARY KEY);\n',
  '002_products.sql': 'CREATE TABLE products (id int PRIMARY KEY);\n',
  '003_orders.sql': 'CREATE TABLE orders (\n  customer int REFERENCES customers\n);\n',
  '004_tools.sql': "DO $$ BEGIN EXECUTE current_setting('app.sql'); END $$;\n",
};

async function cli(args: readonly string[]) {
  const written = { stdout: '', stderr: '' };
  const into = (name: 'stdout' | 'stderr') =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        written[name] += chunk.toString();
        done();
      },
    });
  const code = await runCli(args, { stdout: into('stdout'), stderr: into('stderr'), env: {} });
  return { code, ...written };
}

/** The same for one set, by default the shop. */
async function planned(flags: readonly string[], set: Readonly<Record<string, string>> = SHOP) {
  return await cli(['plan', await files.directory(set), ...flags]);
}

describe('plan', () => {
  it('shows batches, what is waited for, and what is opaque', async () => {
    const { code, stdout, stderr } = await planned([]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const rows = stdout.split('\n').filter((line) => /^ +\d/.test(line));
    expect(rows.map((row) => row.replaceAll(/ +/g, ' ').trim())).toEqual([
      '1 1 001_customers 1 no way down',
      '2 1 002_products 1 no way down',
      '3 2 003_orders 1 1 no way down',
      expect.stringMatching(/^4 3 004_tools 1 2, 3 no way down, opaque: line 1 /),
    ]);
    expect(stdout).toMatch(/\n4 migrations in 3 batches, 1 opaque: 004_tools\n$/);
  });

  it('draws the graph', async () => {
    const mermaid = await planned(['--graph', 'mermaid']);
    expect(mermaid).toMatchObject({ code: 0, stderr: '' });
    expect(mermaid.stdout.split('\n')[0]).toBe('flowchart TB');
    expect(mermaid.stdout).toContain('  n0 -->|"uses table customers, and 1 more"| n2\n');
    expect(mermaid.stdout).toContain('  n3{{"004_tools (opaque)"}}:::opaque\n');
    const dot = await planned(['--graph', 'dot']);
    expect(dot.stdout).toMatch(/^digraph migrations \{\n[^]*\n {2}n0 -> n2 \[[^]*\n\}\n$/);
  });

  it.each([{ flags: ['--graph', 'json'] }, { flags: ['--json', '--graph', 'json'] }])(
    'gives the graph as data: $flags',
    async ({ flags }) => {
      const { code, stdout } = await planned(flags);
      expect(code).toBe(0);
      const { migrations } = JSON.parse(stdout) as {
        migrations: { id: string; batch: number; dependsOn: { id: string }[] }[];
      };
      expect(migrations.map(({ id, batch, dependsOn }) => [id, batch, dependsOn.map((each) => each.id)])).toEqual([
        ['001_customers', 0, []],
        ['002_products', 0, []],
        ['003_orders', 1, ['001_customers']],
        ['004_tools', 2, ['002_products', '003_orders']],
      ]);
    },
  );

  it('draws a plan with mistakes, and says them, with their exit code', async () => {
    const broken = { ...SHOP, '005_typo.sql': '-- migrate-action: depends-on=001_customer\nSELECT 1;\n' };
    for (const flags of [
      ['--graph', 'dot'],
      ['--why', '001', '003'],
    ]) {
      const { code, stdout, stderr } = await planned(flags, broken);
      expect(code).toBe(1);
      expect(stdout).not.toBe('');
      expect(stderr).toMatch(
        /^error: .*005_typo declares that it depends on 001_customer, .*\n {2}Did you mean 001_customers\?\n$/,
      );
    }
  });

  it.each([
    [
      '001',
      '003',
      /^003_orders runs after 001_customers, directly:\n {2}table customers: created by .*001_customers\.sql:1.*, used by .*003_orders\.sql:1/,
    ],
    ['003_orders', '001_customers', /^003_orders runs after 001_customers, directly:\n/],
    ['001', '002', /^001_customers and 002_products may run in either order\.\n/],
    [
      '001',
      '004',
      /^004_tools runs after 001_customers, by way of others:\n {2}004_tools after 003_orders: keeps its place in file order, as line 1 /,
    ],
    ['002', '002', /^002_products is one migration, which needs no order with itself\.\n$/],
  ])('says why: %s %s', async (a, b, says) => {
    const { code, stdout, stderr } = await planned(['--why', a, b]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(says);
  });
});

const AMBIGUOUS =
  /^error: "00" is the beginning of several migrations: 001_customers, 002_products, 003_orders, 004_tools\.\n {2}\S/;

describe('bad values', () => {
  it.each([
    {
      flags: ['--why', '001_custommers', '002'],
      says: /^error: There is no migration "001_custommers"\.\n {2}Did you mean "001_customers"\?\n$/,
    },
    {
      flags: ['--why', '001', 'something_else'],
      says: /^error: There is no migration "something_else"\.\n {2}Give the id, /,
    },
    { flags: ['--why', '001', ''], says: /^error: There is no migration ""\.\n {2}Give the id, / },
    { flags: ['--why', '00', '003'], says: AMBIGUOUS },
    { flags: ['--why', '001'], says: /^error: --why takes two migrations, not 1\.\n {2}Name two/ },
    { flags: ['--why', '001', '002', '003'], says: /^error: --why takes two migrations, not 3\.\n/ },
    { flags: ['--why'], says: /^error: option '--why <ids\.\.\.>' argument missing\n$/ },
    {
      flags: ['--graph', 'svg'],
      says: /^error: .*--graph.* 'svg' is invalid\. Allowed choices are mermaid, dot, json\.\n$/,
    },
    {
      flags: ['--graph', 'dot', '--why', '001', '002'],
      says: /^error: --graph and --why each ask for another output\.\n/,
    },
    { flags: ['--graph', 'dot', '--clones', '2'], says: /^error: unknown option '--clones'/ },
  ])('of plan: $flags', async ({ flags, says }) => {
    const { code, stdout, stderr } = await planned(flags);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(says);
  });

  it.each([{ flags: ['--graph', 'dot'] }, { flags: ['--graph', 'mermaid'] }, { flags: ['--why', '001', '002'] }])(
    'of plan as JSON: $flags',
    async ({ flags }) => {
      const { code, stdout, stderr } = await planned(['--json', ...flags]);
      expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
      const said = `--json and ${flags[0] ?? ''} each ask for another output.`;
      expect(JSON.parse(stdout)).toMatchObject({ problems: [{ code: 'bad-setting', message: said }] });
    },
  );

  it.each([
    ['--orders', '-1', '0 to 10000'],
    ['--orders', '10001', '0 to 10000'],
    ['--orders', 'many', '0 to 10000'],
    ['--orders', '2.5', '0 to 10000'],
    ['--orders', '', '0 to 10000'],
    ['--seed', '1e3', '0 to 999999999'],
    ['--seed', '-5', '0 to 999999999'],
    ['--seed', '1000000000', '0 to 999999999'],
    ['--jobs', '0', 'auto, or 1 to 64'],
    ['--jobs', '65', 'auto, or 1 to 64'],
    ['--jobs', 'all', 'auto, or 1 to 64'],
  ])('of verify: %s %s', async (flag, value, allowed) => {
    const { code, stdout, stderr } = await cli(['verify', await files.directory(SHOP), flag, value]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(`error: ${flag} "${value}" is not a valid value.\n  Allowed: ${allowed}.\n`);
  });

  it('of verify and run: all that are wrong, at once', async () => {
    const directory = await files.directory(SHOP);
    const wrong = async (args: readonly string[]) => {
      const { code, stderr } = await cli([...args, '--postgres', '12', '--jobs', '0']);
      expect(code).toBe(2);
      return [...stderr.matchAll(/^error: (--\w+)/gm)].map(([, flag]) => flag);
    };
    const both = ['--postgres', '--jobs'];
    expect(await wrong(['verify', directory, '--orders', 'x', '--seed', 'y'])).toEqual([...both, '--orders', '--seed']);
    expect(await wrong(['run', directory, '--shard', '1'])).toEqual([...both, '--shard']);
  });

  it('of verify: a database of somebody else', async () => {
    const { code, stderr } = await cli(['verify', await files.directory(SHOP), '--database-url', 'postgres://h/d']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: unknown option '--database-url'/);
  });
});
