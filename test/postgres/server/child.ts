/**
 * A program for tests: starts a server with the options given as JSON, writes what it is as one line of JSON, and then waits for
 * ever, or with `keep` in its arguments lets the server live on and ends.
 */
import { type ServerOptions, startServer } from '../../../src/postgres/server/managed-server.ts';

const [options, after, owner] = process.argv.slice(2);
const server = await startServer(JSON.parse(options ?? '{}') as ServerOptions);
if (after === 'keep') await server.keep(owner === undefined ? undefined : Number(owner));
const { pid, dataDirectory, socketDirectory, socketPort, placement, notices } = server;
process.stdout.write(`${JSON.stringify({ pid, dataDirectory, socketDirectory, socketPort, placement, notices })}\n`);
if (after !== 'keep') setInterval(() => undefined, 1000);
