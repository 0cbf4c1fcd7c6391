/** An error of ours with everything we know: stack and causes. */
export function describeDefect(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\ncaused by: ${describeDefect(error.cause)}`;
}
