/** How a commit is written for a person. */

const SHOWN = 9;

export function shortCommit(sha: string): string {
  return sha.slice(0, SHOWN);
}
