/** What the sessions of the migrations begin with. */

export const DEFAULT_SEARCH_PATH: readonly string[] = ['$user', 'public'];

/** Where the search path of a new session comes from, the first that says one. */
const SOURCES = ['roleInDatabase', 'role', 'database', 'everybody'] as const;
type Source = (typeof SOURCES)[number];

export type LastingSettings = {
  -readonly [source in Source]?: readonly string[] | undefined;
} & {
  /** Whether a new session may look names up elsewhere, or act as somebody else. */
  unknown: boolean;
};

/** The search path with which a session begins. */
export function searchPathOf(settings: LastingSettings): readonly string[] {
  return SOURCES.map((source) => settings[source]).find((path) => path !== undefined) ?? DEFAULT_SEARCH_PATH;
}
