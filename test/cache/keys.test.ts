import { describe, expect, it } from '@jest/globals';
import { documentKey, documentName, entryKey, entryPrefix, isIntact, isKeyOf } from '../../src/cache/keys.ts';

describe('keys', () => {
  it('say what they are for', () => {
    expect(entryKey({ kind: 'snapshot', parts: ['17.10', 'linux-x64'], epoch: '3' }, 'content')).toMatch(
      /^migrate-action-v2-3-snapshot-17\.10-linux_2dx64=[0-9a-f]{32}$/,
    );
    expect(documentName({ kind: 'index' })).toBe('migrate-action-v2-0-index');
  });

  it('fit everywhere, whatever they are made of', () => {
    const worst = 'feature/a,b c\n'.repeat(99);
    const key = entryKey({ kind: worst, parts: [worst, worst, worst], epoch: worst }, worst);
    expect(key).toMatch(/^[A-Za-z0-9._=-]{1,255}$/);
    expect(key).not.toBe(entryKey({ kind: worst, parts: [worst, worst, `${worst}!`], epoch: worst }, worst));
    expect(() => entryKey({ kind: 'a', parts: ['1', '2', '3', '4'] }, '')).toThrow(RangeError);
  });

  it('are apart when anything is, and none begins as another ends', () => {
    const named = [
      { kind: 'a', parts: ['b', 'c'] },
      { kind: 'a', parts: ['b-c'] },
      { kind: 'a', parts: ['b_2dc'] },
      { kind: 'a', parts: ['b'] },
      { kind: 'a-b' },
      { kind: 'a' },
      { kind: 'a', epoch: '1' },
    ];
    const prefixes = named.map((each) => entryPrefix(each));
    for (const [index, prefix] of prefixes.entries())
      expect(prefixes.findIndex((other) => other.startsWith(prefix))).toBe(index);
  });

  it('of documents tell whether the contents are theirs', () => {
    const name = documentName({ kind: 'index' });
    const key = documentKey(name, Buffer.from('text'));
    expect(isKeyOf(name, key)).toBe(true);
    expect(isKeyOf(documentName({ kind: 'index', parts: ['main'] }), key)).toBe(false);
    expect([isIntact(key, Buffer.from('text')), isIntact(key, Buffer.from('other'))]).toEqual([true, false]);
  });
});
