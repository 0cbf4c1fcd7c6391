/** Parts of a page around other Markdown. */

/** What a reader opens to see. @param summary HTML */
export function details(summary: string, body: string, isOpen = false): string {
  return `<details${isOpen ? ' open' : ''}><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** GitHub's coloured boxes. */
export function alert(kind: 'NOTE' | 'WARNING' | 'CAUTION', body: string): string {
  return [`[!${kind}]`, ...body.split('\n')].map((line) => `> ${line}`.trimEnd()).join('\n');
}

/** Blocks one after the other, without those that are empty. */
export function stacked(blocks: readonly string[]): string {
  return blocks.filter((block) => block !== '').join('\n\n');
}
