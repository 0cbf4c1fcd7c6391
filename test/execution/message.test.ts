import { describe, expect, it } from '@jest/globals';
import { locate, stepMessage, transactionMessages } from '../../src/execution/message.ts';
import type { Step } from '../../src/sql/program.ts';

function step(text: string, line = 1, column = 1): Step {
  return { kind: 'statement', statement: { text, path: 'a.sql', line, column } };
}

describe('transactionMessages', () => {
  it('puts a small transaction into one message', () => {
    const messages = transactionMessages(['BEGIN'], [step('SELECT 1'), step('SELECT 2 -- x')], ['COMMIT']);
    expect(messages.map(({ text }) => text)).toEqual(['BEGIN\n;\nSELECT 1\n;\nSELECT 2 -- x\n;\nCOMMIT']);
    expect(messages[0]?.parts.map(({ start }) => messages[0]?.text.slice(start).split('\n')[0])).toEqual([
      'BEGIN',
      'SELECT 1',
      'SELECT 2 -- x',
      'COMMIT',
    ]);
  });

  it('gives COPY data a message of its own, in its place', () => {
    const [, copied] = [step('SELECT 1'), step('COPY a FROM stdin')];
    const copy: Step = { kind: 'copy', statement: copied.statement, data: '1\n' };
    const messages = transactionMessages(['BEGIN'], [step('SELECT 1'), copy, step('SELECT 2')], ['COMMIT']);
    expect(messages.map(({ text, copyData }) => [text, copyData])).toEqual([
      ['BEGIN\n;\nSELECT 1', undefined],
      ['COPY a FROM stdin', '1\n'],
      ['SELECT 2\n;\nCOMMIT', undefined],
    ]);
  });

  it('bounds the size of a message, but never splits a statement', () => {
    const big = `SELECT '${'x'.repeat(700_000)}'`;
    const messages = transactionMessages(['BEGIN'], [step(big), step(big), step('SELECT 1')], ['COMMIT']);
    expect(messages.map(({ parts }) => parts.length)).toEqual([2, 3]);
  });
});

describe('locate', () => {
  const [message] = transactionMessages(
    ['BEGIN'],
    [step('SELECT 1', 3, 5), step("SELECT '🐘',\n  größe", 4, 1)],
    ['COMMIT'],
  );
  if (message === undefined) throw new Error('there is a message');

  it("follows PostgreSQL's position, which counts characters, into the file", () => {
    const characters = Array.from(message.text);
    const position = characters.findIndex((_, index) => characters.slice(index, index + 5).join('') === 'größe') + 1;
    expect(locate(message, 0, position)).toMatchObject({ line: 5, column: 3, statement: { line: 4 } });
  });

  it('falls back to the statement that follows the completed ones', () => {
    expect(locate(message, 1, undefined)).toMatchObject({ line: 3, column: 5, statement: { text: 'SELECT 1' } });
    expect(locate(message, 3, undefined).statement).toBeUndefined();
  });

  it('knows a lone step', () => {
    expect(locate(stepMessage(step('SELEC 1', 7, 2)), 0, 1)).toMatchObject({ line: 7, column: 2 });
  });
});
