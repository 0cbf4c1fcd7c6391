/** What a plan tells of the files of a set, and what a base branch says to it. */
import { describe, expect, it } from '@jest/globals';
import { compareWithBase } from '../../src/graph/base-conflicts.ts';
import { blobNames } from '../../src/graph/git-blob.ts';
import { localSetOf } from '../../src/phases/local-set.ts';
import { plan } from '../../src/phases/plan.ts';
import { parseSettings } from '../../src/phases/settings.ts';
import { withFiles } from '../support/files.ts';

const files = withFiles();

describe('the files of a set', () => {
  it('may be edited where they are of repeatable migrations', async () => {
    const directory = await files.directory({
      'V1__t.sql': 'CREATE TABLE t (x int, y int);',
      'R__v.sql': 'CREATE OR REPLACE VIEW v AS SELECT x, y FROM t;',
    });
    const settings = parseSettings(directory, { format: 'flyway' }, (name) => name);
    const found = await plan(settings, {}, { checkSyntax: true, runPrograms: false, withoutMemory: true });
    const set = localSetOf(found);
    const base = ['V1__t.sql', 'R__v.sql'].map((name) => ({
      path: `${set.directory}/${name}`,
      sha: blobNames(Buffer.from('SELECT 1'))[0] ?? '',
    }));
    const { conflicts } = compareWithBase(set, { branch: 'main', files: base });
    expect(conflicts).toMatchObject([{ kind: 'edited', id: 'V1__t' }]);
  });
});
