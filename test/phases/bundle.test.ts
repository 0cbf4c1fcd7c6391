/** What earlier runs found in SQL is believed only by the build that found it. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { hashOfBundle, identityOfBundle } from '../../src/phases/bundle.ts';

describe('the identity of a bundle', () => {
  let scratch: string;
  let one: string;
  beforeEach(() => {
    scratch = mkdtempSync(path.join(tmpdir(), 'bundle-'));
    one = path.join(scratch, 'one');
    cpSync(path.join(import.meta.dirname, '../../dist'), one, { recursive: true });
  });
  afterEach(() => {
    rmSync(scratch, { recursive: true });
  });

  test('is another when only a part changed that is loaded later', () => {
    const other = path.join(scratch, 'other');
    cpSync(one, other, { recursive: true });
    expect(hashOfBundle(other)).toBe(hashOfBundle(one));
    writeFileSync(path.join(other, '62.index.js'), '// mended\n');
    expect(hashOfBundle(other)).not.toBe(hashOfBundle(one));
  });

  test('does not depend on itself', () => {
    const before = hashOfBundle(one);
    writeFileSync(path.join(one, 'identity'), `${before}\n`);
    expect(hashOfBundle(one)).toBe(before);
    expect(identityOfBundle(one)).toBe(before);
  });

  test('is unknown where nothing was built', () => {
    expect(identityOfBundle(scratch)).toBeUndefined();
  });
});
