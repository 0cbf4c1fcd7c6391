/**
 * What earlier runs found that scripts touch, so that a run whose scripts are all known need not even load PostgreSQL's parser.
 *
 * What a statement touches depends on all that was made before it. So a script is known by its *chain*: a hash of its own content and of
 * the chain before it. A set has one document, found like the one of what was learned. With what scripts touch it keeps what the analysis
 * knew after one of them: when others come behind it, it goes on from there.
 */
import type { Problem } from '../migration/problem.ts';
import { messageOf } from '../postgres/thrown.ts';
import {
  type Analysed,
  type AnalysisFile,
  type KeptState,
  type KnownScripts,
  NOTHING_KNOWN,
  parseAnalyses,
  printAnalyses,
} from './analysis-file.ts';
import { documentName } from './keys.ts';
import { LARGEST_DOCUMENT_BYTES, type Store } from './store.ts';

/** A document to be kept: plain data, for whoever keeps it later. */
export interface WrittenDocument {
  readonly name: string;
  readonly text: string;
}

/** Scripts of which everything is known, and what the analysis knew after the last of them. */
export interface KnownBeginning {
  readonly analysed: readonly Analysed[];
  readonly state: KeptState;
}

export class Analyses {
  readonly #store: Store;
  readonly #maker: string;
  #name = '';
  #known: AnalysisFile = NOTHING_KNOWN;

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
      return [this.unusable(error)];
    }
  }

  /** Why what is kept is not used. */
  unusable(error: unknown): Problem {
    const message = `What earlier runs found in the SQL, kept in ${this.#store.place}, is not used: ${this.#name}: ${messageOf(error)}.`;
    return { severity: 'info', code: 'analysis-unreadable', message, hint: 'The next run replaces it.' };
  }

  /** @returns undefined unless all of them are known */
  find(chains: readonly string[]): readonly Analysed[] | undefined {
    const found = chains.flatMap((chain) => this.#known.scripts.get(chain) ?? []);
    return found.length === chains.length ? found : undefined;
  }

  /** The beginning of them after which it is known how to go on. */
  beginning(chains: readonly string[]): KnownBeginning | undefined {
    const { state } = this.#known;
    if (state === undefined || !chains.includes(state.chain)) return undefined;
    const analysed = this.find(chains.slice(0, chains.indexOf(state.chain) + 1));
    return analysed && { analysed, state };
  }

  /** @returns what a later run would recall; undefined when it would be too large to be kept */
  written(scripts: KnownScripts, state: KeptState | undefined): WrittenDocument | undefined {
    const document = printAnalyses(this.#maker, { scripts, state });
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
