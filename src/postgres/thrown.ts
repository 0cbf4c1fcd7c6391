/** What a thrown value says. Decided by shape and not by class, since errors of Node's own modules can come from another realm. */
import { types } from 'node:util';

/** The message, without the path that file system errors append to it. */
export function messageOf(thrown: unknown): string {
  return types.isNativeError(thrown) ? thrown.message.replace(/, \w+ '.*'$/, '') : String(thrown);
}

/** The code of a system error (`ENOENT`) or a PostgreSQL error (SQLSTATE). */
export function codeOf(thrown: unknown): string | undefined {
  return types.isNativeError(thrown) && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
}

/** The SQLSTATE of what PostgreSQL refused, also where that is the cause of an error of ours. */
export function sqlStateOf(thrown: unknown): string | undefined {
  return codeOf(thrown) ?? codeOf(causeOf(thrown));
}

/** The error this one was made from. */
export function causeOf(thrown: unknown): unknown {
  return types.isNativeError(thrown) ? thrown.cause : undefined;
}
