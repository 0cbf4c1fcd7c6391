/** Comments on issues and pull requests. */

export interface Comment {
  readonly id: number;
  /** `owner/name` */
  readonly repository: string;
  readonly issue: number;
  readonly author: string;
  body: string;
  readonly createdAt: string;
  updatedAt: string;
}

/** Whom tokens of workflows write as. */
export const BOT = 'github-actions[bot]';

export class Conversation {
  readonly comments: Comment[] = [];
  #lastId = 2_000_000;

  add(repository: string, issue: number, body: string, author = BOT): Comment {
    this.#lastId += 1;
    const now = new Date().toISOString();
    const comment = { id: this.#lastId, repository, issue, author, body, createdAt: now, updatedAt: now };
    this.comments.push(comment);
    return comment;
  }

  /** The oldest first, as GitHub lists them. */
  on(repository: string, issue: number): Comment[] {
    return this.comments.filter((comment) => comment.repository === repository && comment.issue === issue);
  }

  find(repository: string, id: number): Comment | undefined {
    return this.comments.find((comment) => comment.repository === repository && comment.id === id);
  }

  remove(comment: Comment): void {
    this.comments.splice(this.comments.indexOf(comment), 1);
  }
}
