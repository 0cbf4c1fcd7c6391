/** Names in SQL put together at run time that nobody knows: placeholders stand for them in the text that is read. */

export const HOLE = 'migrate_action_hole_';

export function isHole(name: string): boolean {
  return name.includes(HOLE);
}
