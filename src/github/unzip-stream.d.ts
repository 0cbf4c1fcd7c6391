/** What is used of it; it has no types of its own. */
declare module 'unzip-stream' {
  import type { Readable, Transform } from 'node:stream';

  export interface Entry extends Readable {
    readonly path: string;
    readonly isDirectory: boolean;
  }

  /** Of objects: an `Entry` for each that the archive has, each to be read before the next. */
  export function Parse(): Transform;

  const unzip: { Parse: typeof Parse };
  export default unzip;
}
