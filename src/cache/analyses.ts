/**
 * What earlier runs found that scripts touch, so that a run whose scripts are all known need not even load PostgreSQL's parser.
 *
 * What a statement touches depends on all that was made before it. So a script is known by its *chain*: a hash of its own content and of
 * the chain before it. A set has one document, found like the one of what was learned.
 */
import type { Problem } from '../migration/problem.ts';
import { messageOf } from '../postgres/thrown.ts';
import { type Analysed, type KnownScripts, parseAnalyses, printAnalyses } from './analysis-file.ts';
import { documentName } from './keys.ts';
import { LARGEST_DOCUMENT_BYTES, type Store } from './store.ts';

/** A document to be kept: plain data, for whoever keeps it later. */
export interface WrittenDocument {
  readonly name: string;
  readonly text: string;
}

export class Analyses {
  readonly #store: Store;
  readonly #maker: string;
  #name = '';
  #known: KnownScripts = new Map();

  /** @param maker tells the code that analyses from any other: what another build found is not believed */
  constructor(store: Store, maker: string) {
    this.#store = store;
    this.#maker = maker;
  }

  /**
   * Reads what is known about a set.
   *
   * @param first the chain of its first script
   * @returns a note when there is something that cannot be used
   */
  async recall(first: string): Promise<readonly Problem[]> {
    this.#name = documentName({ kind: 'analysis', parts: [first.slice(0, 32)] });
    const document = await this.#store.read(this.#name);
    try {
      if (document !== undefined) this.#known = parseAnalyses(this.#maker, document);
      return [];
    } catch (error) {
      const message = `What earlier runs found in the SQL, kept in ${this.#store.place}, is not used: ${this.#name}: ${messageOf(error)}.`;
      return [{ severity: 'info', code: 'analysis-unreadable', message, hint: 'The next run replaces it.' }];
    }
  }

  /** @returns undefined unless all of them are known */
  find(chains: readonly string[]): readonly Analysed[] | undefined {
    const found = chains.flatMap((chain) => this.#known.get(chain) ?? []);
    return found.length === chains.length ? found : undefined;
  }

  /** @returns what a later run would recall; undefined when it would be too large to be kept */
  written(scripts: KnownScripts): WrittenDocument | undefined {
    const document = printAnalyses(this.#maker, scripts);
    return document.length > LARGEST_DOCUMENT_BYTES ? undefined : { name: this.#name, text: document.toString() };
  }
}

/**
 * Keeps it in place of what was kept before. Never rejects: without it the next run parses the same SQL again, of which nobody need be
 * told.
 *
 * @returns what the store has to tell
 */
export async function keepDocument(store: Store, { name, text }: WrittenDocument): Promise<readonly Problem[]> {
  await store.update(name, () => Buffer.from(text));
  return store.takeNotes();
}
