/** The names of all files below a directory, as a branch or a commit has them: one question, unless the repository is very large. */
import type { BaseFile } from '../graph/base-conflicts.ts';
import { explainRefusal } from './refusal.ts';
import type { Octokit } from './rest.ts';

export interface TreePlace {
  /** A branch or a commit. */
  readonly at: string;
  /** From the repository's root; only what is in it has to be complete. */
  readonly directory: string;
  /** What they are asked for, `to see which migrations are new`. */
  readonly purpose?: string | undefined;
}

export interface CommonPlace extends Omit<TreePlace, 'at'> {
  readonly branch: string;
  readonly headSha: string | undefined;
}

const NEWS = 'to see which migrations are new';

/** Of one repository. What has been asked is not asked again, so that all that compare with a branch compare with the same commit. */
export class Trees {
  readonly #octokit: Octokit;
  readonly #repository: { readonly owner: string; readonly repo: string };
  readonly #answers = new Map<string, Promise<unknown>>();

  constructor(octokit: Octokit, { owner, repo }: { readonly owner: string; readonly repo: string }) {
    this.#octokit = octokit;
    this.#repository = { owner, repo };
  }

  /** @returns one line for a person when GitHub does not tell */
  async files({ at, directory, purpose = NEWS }: TreePlace): Promise<readonly BaseFile[] | string> {
    try {
      const found = await this.#once(['files', at, directory], () => this.#find(at, directory));
      if (found !== 'too many') return found;
      const where = directory === '' ? 'the repository' : directory;
      return `Could not read the files of ${at}, ${purpose}: GitHub does not list all files of ${where}, there are too many.`;
    } catch (error) {
      return explainRefusal(error, { what: `read the files of ${at}, ${purpose}`, permission: 'contents: read' });
    }
  }

  /** @returns the files that both sides began with, or one line for a person when GitHub does not tell */
  async common({ branch, headSha = '', ...place }: CommonPlace): Promise<readonly BaseFile[] | string> {
    const basehead = `${branch}...${headSha}`;
    try {
      const at = await this.#once(['common', basehead], async () => {
        const asked = { ...this.#repository, basehead, per_page: 1 };
        return (await this.#octokit.rest.repos.compareCommitsWithBasehead(asked)).data.merge_base_commit.sha;
      });
      return await this.files({ ...place, at });
    } catch (error) {
      const what = `find where this branch left ${branch}, to see whether it has edited, renamed or deleted migrations`;
      return explainRefusal(error, { what, permission: 'contents: read' });
    }
  }

  #once<T>(question: readonly string[], ask: () => Promise<T>): Promise<T> {
    const key = JSON.stringify(question);
    const answer = (this.#answers.get(key) as Promise<T> | undefined) ?? ask();
    this.#answers.set(key, answer);
    return answer;
  }

  async #find(at: string, directory: string): Promise<readonly BaseFile[] | 'too many'> {
    const whole = await this.#ask(at, true);
    return whole.truncated ? await this.#walkTo(at, directory) : filesOf(whole.entries, '');
  }

  /** GitHub lists at most 100,000 entries at once, so down to the directory, and then what is in it. */
  async #walkTo(top: string, directory: string): Promise<readonly BaseFile[] | 'too many'> {
    let at = top;
    const parts = directory.split('/').filter((part) => part !== '' && part !== '.');
    for (const part of parts) {
      const { entries } = await this.#ask(at, false);
      const next = entries.find(({ path, type }) => path === part && type === 'tree');
      if (next === undefined) return [];
      at = next.sha;
    }
    const below = await this.#ask(at, true);
    if (below.truncated) return 'too many';
    return filesOf(below.entries, parts.map((part) => `${part}/`).join(''));
  }

  async #ask(at: string, isRecursive: boolean): Promise<{ truncated: boolean; entries: readonly Entry[] }> {
    const more = isRecursive ? { recursive: 'true' } : {};
    const { data } = await this.#octokit.rest.git.getTree({ ...this.#repository, tree_sha: at, ...more });
    return { truncated: data.truncated, entries: data.tree };
  }
}

interface Entry extends BaseFile {
  readonly type: string;
}

function filesOf(entries: readonly Entry[], prefix: string): BaseFile[] {
  return entries.filter(({ type }) => type === 'blob').map(({ path, sha }) => ({ path: `${prefix}${path}`, sha }));
}
