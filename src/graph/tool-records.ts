/** What a tool keeps of its files in a file beside them: a set is not mended before that agrees with it. */
import { quote } from 'shlex';
import type { BaseConflict } from './base-conflict.ts';

export interface Place {
  readonly format: string;
  /** From the repository's root, without a slash at its end; empty for the root itself. */
  readonly directory: string;
  readonly branch: string;
}

/** @returns the conflict with all that it takes to mend it, beyond the migrations' own files */
export function withRecords(conflict: BaseConflict, { format, directory, branch }: Place): BaseConflict {
  if (conflict.commands.length === 0) return conflict;
  if (format === 'atlas') {
    return {
      ...conflict,
      afterwards: [`atlas migrate hash --dir ${quote(`file://${directory === '' ? '.' : directory}`)}`],
    };
  }
  // A journal has names, numbers and times, which no command of drizzle-kit renews. It says nothing of contents.
  const below = conflict.path.slice(directory === '' ? 0 : directory.length + 1);
  if (format !== 'drizzle' || conflict.kind === 'edited' || below.includes('/')) return conflict;
  const isBack = conflict.kind === 'renamed' || conflict.kind === 'deleted';
  return {
    ...conflict,
    commands: [],
    advice: isBack
      ? `Bring back the file, its entry in \`meta/_journal.json\` and its snapshot in \`meta/\`, as ${branch} has them.`
      : `Merge ${branch}, remove this migration with its entry and its snapshot in \`meta/\`, and generate it again: npx drizzle-kit generate.`,
  };
}
