/** What foreign text may do to the log of a job: be read. */
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { annotateProblems } from '../../src/github/annotations.ts';
import { maskPasswordOf } from '../../src/github/outputs.ts';
import { loadToolkit } from '../../src/github/toolkit.ts';

let written: string[];

beforeEach(() => {
  written = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
});

const lines = () => written.join('').split('\n');

describe('problems beyond those that GitHub shows', () => {
  it('are in the log, and give no commands to the runner', async () => {
    const message = 'x\n::stop-commands::y\r\n ##[error]forged\nsee ##[add-mask]z';
    const problem = { severity: 'error', code: 'x', message } as const;
    annotateProblems(
      Array.from({ length: 12 }, () => problem),
      'db',
      await loadToolkit(),
    );
    const others = lines().filter((line) => !line.startsWith('::error::') && line !== '');
    expect(others).toHaveLength(8);
    for (const line of others) expect(line).not.toMatch(/^\s*::|##\[/);
    expect(others[0]).toBe('error: x');
  });
});

describe('a password in a URL', () => {
  it.each([
    ['postgres://u:p%3a%21s@h/d', ['p:!s', 'p%3A!s', 'p%3a%21s']],
    ["postgres://u:a'b@h/d", ["a'b"]],
    ['postgresql://u:s%65cret@h:1/d?sslmode=disable', ['secret', 's%65cret']],
    ['postgres://u@h/d', []],
    ['postgres://h/d', []],
    ['mysql://u:word@h/d', ['word']],
  ])('is masked in all spellings: %s', async (url, spellings) => {
    maskPasswordOf(url, await loadToolkit());
    const masked = lines().flatMap((line) => (line.startsWith('::add-mask::') ? [line.slice(12)] : []));
    expect([...new Set(masked.map((each) => each.replaceAll('%25', '%')))].sort()).toEqual(
      expect.arrayContaining([...spellings].sort()),
    );
    if (spellings.length === 0) expect(masked).toEqual([]);
  });
});
