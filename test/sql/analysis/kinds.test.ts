/** Every kind of statement that the grammar knows is handled on purpose. */
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { NO_DIRECTIVES } from '../../../src/migration/directives.ts';
import { Analysis } from '../../../src/sql/analysis/analysis.ts';
import { loadParser } from '../../../src/sql/parse.ts';

/** Only ever inside another statement. */
const INNER = new Set(['RawStmt', 'SetOperationStmt', 'PLAssignStmt', 'ReturnStmt', 'ReplicaIdentityStmt']);

function statementTags(): string[] {
  const types = path.join(path.dirname(createRequire(import.meta.url).resolve('@pgsql/types')), 'types.d.ts');
  const tags = [...readFileSync(types, 'utf8').matchAll(/export interface (\w+Stmt) /g)].map(([, tag = '']) => tag);
  return tags.filter((tag) => !INNER.has(tag));
}

/** The reason of a migration that consists of a statement of this kind, of which nothing else is known. */
async function reasonOfKind(tag: string): Promise<string> {
  const parser = await loadParser();
  const stub = {
    ...parser,
    parseSync: () => ({ version: 0, stmts: [{ stmt: { [tag]: {} } }] }),
  } as unknown as typeof parser;
  const statement = { text: tag, path: '1.sql', line: 1, column: 1 };
  try {
    const analysis = new Analysis(stub);
    return analysis.read(analysis.parse([{ kind: 'statement', statement }]), NO_DIRECTIVES).opaque ?? 'none';
  } catch {
    // An empty statement is nothing a handler needs to be ready for.
    return 'handled';
  }
}

describe('statements', () => {
  it('are many', () => {
    expect(statementTags().length).toBeGreaterThan(100);
  });

  it.each(statementTags())('%s is handled', async (tag) => {
    expect(await reasonOfKind(tag)).not.toContain('has a statement of an unknown kind');
  });

  it('of a new kind would be noticed', async () => {
    expect(await reasonOfKind('TeleportStmt')).toBe('line 1 has a statement of an unknown kind (TeleportStmt)');
  });
});
