/** Values of `--set` that nothing takes. A mistyped name is else found by what PostgreSQL says of the SQL that lacks its value, or by nobody. */
import type { Directory } from '../formats/directory.ts';
import type { Problem } from '../migration/problem.ts';

/** Files differ in how they write a placeholder, and formats in whether case counts: what mentions a name nowhere takes it in none of these ways. */
export class UnusedValues {
  readonly #names: Map<string, string>;

  constructor(names: Iterable<string>) {
    this.#names = new Map([...names].map((name) => [name.toLowerCase(), name]));
  }

  /** The same directory, whose texts are looked at when they are read. */
  watching(directory: Directory): Directory {
    if (this.#names.size === 0) return directory;
    return {
      ...directory,
      read: (file) => {
        const text = directory.read(file);
        this.see(text);
        return text;
      },
    };
  }

  see(text: string): void {
    if (this.#names.size === 0) return;
    const lower = text.toLowerCase();
    for (const name of this.#names.keys()) if (lower.includes(name)) this.#names.delete(name);
  }

  problems(): readonly Problem[] {
    return [...this.#names.values()].map((name) => ({
      severity: 'warning',
      code: 'unused-value',
      message: `No file mentions "${name}", for which a value is set.`,
      hint: `Correct the name, or leave out --set ${name}=VALUE.`,
    }));
  }
}
