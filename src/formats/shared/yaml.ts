/** YAML, for the formats that have some: reading it takes a large library, which nobody else should wait for. */
import type * as yaml from 'yaml';

let library: typeof yaml | undefined;

/** To be awaited before `yamlLibrary` is called. */
export async function loadYaml(): Promise<void> {
  library ??= await import('yaml');
}

export function yamlLibrary(): typeof yaml {
  if (library === undefined) throw new Error('The YAML library was not loaded.');
  return library;
}
