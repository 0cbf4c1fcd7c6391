/** Names of kinds of statements, by the name of the subject. */
export type Focuses = Readonly<Record<string, readonly string[]>>;

export const ROWS = ['create table', 'insert', 'update', 'delete'] as const;
