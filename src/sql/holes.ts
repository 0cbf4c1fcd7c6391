/** Parts of SQL put together at run time that nobody knows: placeholders stand for them in the text that is read, as names or as strings. */

export const HOLE = 'migrate_action_hole_';

export function isHole(text: string): boolean {
  return text.includes(HOLE);
}
