/** Names of files that a project names as it likes, told as the readers of `formats/` tell them. */
import type { ScriptNames } from '../migration/script-names.ts';

export interface NamedScript {
  /** Of one that has its place by it. */
  readonly version?: string | undefined;
}

export const FLYWAY_NAMES: ScriptNames = {
  folders: [''],
  prefixes: [
    { text: 'V', kind: 'versioned' },
    { text: 'B', kind: 'baseline' },
    { text: 'R', kind: 'repeatable' },
    { text: 'U', kind: 'undo' },
  ],
  separator: '__',
  suffixes: ['.sql'],
};
export const SQITCH_NAMES: ScriptNames = { folders: ['deploy'], prefixes: [], separator: '', suffixes: ['.sql'] };

const VERSION = /^\d+(?:[._]\d+)*$/;

export function isInFolder({ folders }: ScriptNames, path: string): boolean {
  return folders.some((folder) => folder === '' || path.startsWith(`${folder}/`));
}

/** @returns undefined for a file that holds no migration's way up */
export function namedScript({ prefixes, separator, suffixes }: ScriptNames, path: string): NamedScript | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const suffix = suffixes.find((each) => name.toLowerCase().endsWith(each.toLowerCase()));
  if (suffix === undefined) return undefined;
  if (prefixes.length === 0) return {};
  const stem = name.slice(0, name.length - suffix.length);
  const [prefix] = prefixes.filter(({ text }) => stem.startsWith(text)).sort((a, b) => b.text.length - a.text.length);
  if (prefix === undefined || prefix.kind === 'undo') return undefined;
  const rest = stem.slice(prefix.text.length);
  const split = rest.indexOf(separator);
  const version = split === -1 ? rest : rest.slice(0, split);
  if (prefix.kind === 'repeatable') return version === '' ? {} : undefined;
  if (!VERSION.test(version)) return undefined;
  return prefix.kind === 'versioned' ? { version } : {};
}
