/** What a reviewer reads, as files that one can read, too. `UPDATE_GOLDEN=true` writes them anew. */
import { describe, expect, it } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { COMMENT_LIMIT_BYTES, renderComment, renderSummary } from '../../../src/report/comment/comment.ts';
import { HOSTILE } from '../../support/hostile-text.ts';
import { parse, shownText, structureOf } from '../../support/rendered-markdown.ts';
import { SCENARIOS } from '../../support/report-scenarios.ts';

const GOLDEN = path.join(import.meta.dirname, '../golden');

describe.each(Object.entries(SCENARIOS))('the comment: %s', (name, model) => {
  const comment = renderComment(model);

  it('is as written down', async () => {
    const file = path.join(GOLDEN, `${name}.md`);
    if (process.env['UPDATE_GOLDEN'] === 'true') await writeFile(file, comment);
    expect(comment).toBe(await readFile(file, 'utf8'));
  });

  it('fits', () => {
    expect(Buffer.byteLength(comment)).toBeLessThanOrEqual(COMMENT_LIMIT_BYTES);
  });

  it('opens and closes what it opens', () => {
    const tags = JSON.stringify(structureOf(comment)).match(/<\/?(details|summary|code|sub)\b/g) ?? [];
    const open: string[] = [];
    for (const tag of tags) {
      if (tag.startsWith('</')) expect(open.pop()).toBe(tag.slice(2));
      else open.push(tag.slice(1));
    }
    expect(open).toEqual([]);
  });
});

describe('what a person is shown', () => {
  it.each(Object.entries(SCENARIOS).filter(([name]) => name !== 'hostile-names'))(
    'has no figure that no result carries: %s',
    (_, { newMigrations }) => {
      expect(newMigrations.filter(({ figures }) => figures !== undefined)).toEqual([]);
    },
  );
});

describe('hostile names', () => {
  const markdown = renderComment(SCENARIOS['hostile-names'] ?? fail());

  it('bring in no element, link or picture of their own', () => {
    const seen = new Set<string>();
    const addresses: string[] = [];
    const walk = (node: ReturnType<typeof parse>): void => {
      seen.add(node.type);
      if (node.type === 'link') addresses.push(node.url);
      if (node.type === 'html')
        for (const [tag] of node.value.matchAll(/<\/?[a-z][^>]*>/gi))
          expect(tag).toMatch(/^<\/?(details( open)?|summary|code|sub|br|span)>$/);
      if ('children' in node) node.children.forEach(walk);
    };
    walk(parse(markdown));
    expect(
      [...seen].filter((type) =>
        ['image', 'imageReference', 'definition', 'footnoteReference', 'delete'].includes(type),
      ),
    ).toEqual([]);
    for (const address of addresses) expect(address).toMatch(/^https:\/\/github\.com\/org\/shop\//);
    expect(markdown).not.toMatch(/^\s*<script/m);
  });

  it('have tables of as many cells in each row', () => {
    const walk = (node: ReturnType<typeof parse>): void => {
      if (node.type === 'table') expect(new Set(node.children.map((row) => row.children.length)).size).toBe(1);
      if ('children' in node) node.children.forEach(walk);
    };
    walk(parse(markdown));
  });

  it('are all there', () => {
    const shown = shownText(markdown).replaceAll('\u200b', '').replaceAll('\u00a0', ' ');
    for (const name of HOSTILE.slice(0, 20).filter((text) => /^[\x20-\x7e]+$/.test(text)))
      expect(shown).toContain(name.trim());
  });
});

describe('a summary', () => {
  it('has what the comment leaves out', () => {
    const model = SCENARIOS['many-new'] ?? fail();
    expect(renderComment(model)).toContain('Left out here');
    expect(renderSummary(model)).not.toContain('Left out here');
    expect(renderSummary(model)).toContain('0640_import_legacy_table_number_299');
  });
});

function fail(): never {
  throw new Error('There is no such scenario.');
}
