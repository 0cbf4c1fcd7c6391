import { describe, expect, it } from '@jest/globals';
import { Masks, StepLog } from './step-log.ts';

function read(...lines: readonly string[]): StepLog {
  const log = new StepLog(new Masks(), () => undefined);
  for (const line of lines) log.read(line);
  return log;
}

describe('the log of a step', () => {
  it('collects annotations with their places', () => {
    const log = read(
      '::error file=db/1%2C2.sql,line=3,endLine=4,col=5,title=A%3A b::first%0Asecond%25',
      '  ::notice::hello',
      'text ##[warning]older',
      '::error  title = a=b ::x',
    );
    expect(log.annotations).toEqual([
      { level: 'error', file: 'db/1,2.sql', line: 3, endLine: 4, col: 5, title: 'A: b', message: 'first\nsecond%' },
      { level: 'notice', message: 'hello' },
      { level: 'warning', message: 'older' },
      { level: 'error', message: 'x' },
    ]);
  });

  it('hides secrets from the line on that names them', () => {
    const log = read('swordfish', '::add-mask::swordfish', 'the swordfish', '::error::a swordfish');
    expect(log.text).toBe('swordfish\n::add-mask::***\nthe ***\n##[error]a ***\n');
    expect(log.annotations).toEqual([{ level: 'error', message: 'a ***' }]);
  });

  it('takes no commands while they are stopped, nor those it does not know', () => {
    const log = read('::stop-commands::word', '::error::no', '::word::', '::error::yes', '::nonsense::text', '::error');
    expect(log.annotations).toEqual([{ level: 'error', message: 'yes' }]);
    expect(log.text).toContain('::error::no\n');
    expect(log.text).toContain('::nonsense::text\n');
  });

  it('obeys no command that GitHub has disabled', () => {
    expect(read('::set-output name=a::b').annotations).toEqual([
      { level: 'error', message: expect.stringContaining('disabled') },
    ]);
  });
});
