import { mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openDirectory } from '../../src/formats/directory.ts';
import { supabase } from '../../src/formats/supabase.ts';
import { supabaseStatements } from '../../src/formats/supabase/statements.ts';
import { listProblems, load, options, project } from './project.ts';

describe('Supabase: which files', () => {
  it('runs them in the order of their names as text', () => {
    const set = load(supabase, { '20240101000000_b.sql': '', '9_c.sql': 'select 1;', '10_a.sql': '' });
    expect(set.problems).toEqual([]);
    expect(set.migrations.map(({ version }) => version)).toEqual(['10', '20240101000000', '9']);
    expect(set.migrations[2]).toMatchObject({
      id: '9_c',
      description: 'c',
      up: { text: 'select 1;', line: 1, transaction: 'message', dialect: 'sql' },
    });
    expect(set.migrations[2]?.down).toBeUndefined();
  });

  it('skips other names with a message, and directories without one', () => {
    const set = load(supabase, { '.gitkeep': '', '1-dash.sql': '', '1_a.sql': '', 'old/2_b.sql': '', 'README.md': '' });
    expect(set.migrations.map(({ id }) => id)).toEqual(['1_a']);
    expect(listProblems(set)).toEqual([
      'info skipped-file .gitkeep',
      'warning skipped-file 1-dash.sql',
      'info skipped-file README.md',
    ]);
  });

  it('skips an initial schema from before December 2021, if it is first', () => {
    const old = load(supabase, { '20211208235959_init.sql': '', '20211209000000_b.sql': '' });
    expect(old.migrations.map(({ id }) => id)).toEqual(['20211209000000_b']);
    expect(listProblems(old)).toEqual(['warning skipped-file 20211208235959_init.sql']);
    expect(load(supabase, { '20211209000000_init.sql': '' }).migrations).toHaveLength(1);
    expect(load(supabase, { '1_a.sql': '', '20211208235959_init.sql': '' }).migrations).toHaveLength(2);
  });

  it('refuses a version taken twice', () => {
    expect(listProblems(load(supabase, { '1_a.sql': '', '1_b.sql': '' }))).toEqual(['error duplicate-version 1_b.sql']);
  });
});

describe('Supabase: its platform', () => {
  const note = (text: string) => load(supabase, { '1_a.sql': text }).problems;

  it('names the schemas and roles that migrations take for granted', () => {
    const problems = note(
      'create table a (id uuid);\ngrant select on a to anon;\nalter table a add foreign key (id) references auth.users;',
    );
    expect(problems).toMatchObject([{ severity: 'info', code: 'supabase-platform', path: '1_a.sql', line: 2 }]);
    expect(problems[0]?.message).toContain('anon, auth.');
  });

  it.each([
    ['what the set itself creates', 'create schema if not exists auth; create table auth.users (); create role anon;'],
    ['strings and comments', "select 'auth.users'; -- storage.objects"],
    ['names that merely begin alike', 'select authors.id, storage from authors, storage'],
  ])('says nothing of %s', (_, text) => {
    expect(note(text)).toEqual([]);
  });
});

describe('Supabase: claims', () => {
  function inSupabase(files: Record<string, string>) {
    const { root } = project(files);
    const parent = path.join(path.dirname(root), 'supabase');
    mkdirSync(parent, { recursive: true });
    renameSync(root, path.join(parent, 'migrations'));
    return parent;
  }

  it('is certain of a directory "supabase" with config.toml, seen from either', () => {
    const parent = inSupabase({ '1_a.sql': '', '../supabase/config.toml': '', '../supabase/seed.sql': 'x' });
    expect(supabase.claim(openDirectory(path.join(parent, 'migrations')))?.certainty).toBe('certain');
    expect(supabase.claim(openDirectory(parent))?.certainty).toBe('certain');
    expect(supabase.load(openDirectory(parent), options()).migrations.map((one) => one.path)).toEqual([
      'migrations/1_a.sql',
    ]);
  });

  it('finds it likely without config.toml, and leaves other directories alone', () => {
    expect(supabase.claim(openDirectory(path.join(inSupabase({ '1_a.sql': '' }), 'migrations')))?.certainty).toBe(
      'likely',
    );
    expect(supabase.claim(project({ '20240101000000_a.sql': '', '../config.toml': '' }))).toBeUndefined();
  });
});

describe('Supabase: statements as its CLI cuts them', () => {
  it.each([
    ['plain', 'select 1;\n select 2 ;;\n', ['select 1', 'select 2']],
    [
      'comments before and after',
      '-- a;b\nselect 1; /* x; /* y; */ */ -- end',
      ['-- a;b\nselect 1', '/* x; /* y; */ */ -- end'],
    ],
    ['quotes', `select 'a;''b'; select ";" `, [`select 'a;''b'`, 'select ";"']],
    ['dollar quotes', 'do $x$ begin; $$ ; $x$; select $1;', ['do $x$ begin; $$ ; $x$', 'select $1']],
    [
      'parentheses',
      'create rule r as on insert to t do (a; b); c;',
      ['create rule r as on insert to t do (a; b)', 'c'],
    ],
    [
      'a body',
      'create function f() begin atomic select 1; select 2; end; c',
      ['create function f() begin atomic select 1; select 2; end', 'c'],
    ],
    ['a backslash', String.raw`select \; 1; 2`, [String.raw`select \; 1`, '2']],
    ['nothing', ' \n;\n ', []],
  ])('%s', (_, text, statements) => {
    expect(supabaseStatements(text)).toEqual(statements);
  });

  it('loses nothing but white space and semicolons', () => {
    const pieces = fc.constantFrom('a', ' ', ';', "'x;'", '"y"', '(', ')', '$$', '--\n', '/*', '*/', '\n');
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        const text = parts.join('');
        const bare = (given: string) => given.replaceAll(/[\s;]/g, '');
        expect(bare(supabaseStatements(text).join(''))).toBe(bare(text));
      }),
    );
  });
});
