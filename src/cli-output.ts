/** Standard output that somebody stops reading, or that has no room. */

export interface WatchedOutput {
  /** What became of all that was written: why some of it was lost; undefined when nothing was, or nobody wants more. */
  lost(): Promise<Error | undefined>;
}

/**
 * A run goes on when nobody reads what it says: `run DIR | head -1` must not leave a server, nor a migration half done.
 */
export function watchOutput(stream: NodeJS.WritableStream): WatchedOutput {
  let failure: NodeJS.ErrnoException | undefined;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failure ??= error;
  });
  const written = () =>
    new Promise<void>((resolve) => {
      // Called with the error, too, if there is one.
      stream.write('', () => {
        resolve();
      });
    });
  return {
    async lost() {
      await written();
      return failure?.code === 'EPIPE' ? undefined : failure;
    },
  };
}
