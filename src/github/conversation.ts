/** Which comment of a pull request is ours, and whether people have answered it. */

export interface Comment {
  readonly id: number;
  readonly body: string;
  /** Whoever wrote it; undefined where the account is gone. */
  readonly author: string | undefined;
  readonly isPerson: boolean;
}

/** Shorter lines are in many texts. */
const LEAST_QUOTE = 12;

/** First in a comment of ours, and not shown. @param key tells comments of several workflows and jobs apart */
export function markerOf(key: string): string {
  return `<!-- migrate-action: ${encodeURIComponent(key.replace(/\p{Cs}/gu, '')).replaceAll('-', '%2D')} -->`;
}

/** Of a comment that another one has taken the place of. */
export function pastMarkerOf(key: string): string {
  return markerOf(key).replace('migrate-action:', 'migrate-action-past:');
}

/** @param comments the oldest first */
export function answersTo(ours: Comment, comments: readonly Comment[]): readonly Comment[] {
  const later = comments.slice(comments.findIndex(({ id }) => id === ours.id) + 1);
  const told = plainText(ours.body);
  return later.filter(
    ({ isPerson, body }) => isPerson && (body.includes(`#issuecomment-${ours.id}`) || quotes(body, told)),
  );
}

/** What GitHub's button for that puts before an answer: lines that begin with `>`. */
function quotes(body: string, told: string): boolean {
  return body
    .split('\n')
    .filter((line) => line.startsWith('>'))
    .map(plainText)
    .some((line) => line.length >= LEAST_QUOTE && told.includes(line));
}

/** Letters and digits: a quote is Markdown that GitHub made of what it had rendered. */
function plainText(markdown: string): string {
  return markdown
    .replace(/\]\([^)]*\)|<[^>]*>|&#?\w+;/g, '')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}
