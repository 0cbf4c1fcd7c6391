/** How many processes the cache's client gets. What it says in them is tested with the real one, in `actions-store.test.ts`. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { ClientPool } from '../../src/cache/actions/client.ts';

/** Answers with its own number, after as many milliseconds as the key says. */
const ANSWERING = `process.send({ ready: true });
  process.on('message', ({ key }) => setTimeout(() => process.send({ reply: { available: true, key: String(process.pid) } }), Number(key)));`;
const LIMIT_MS = 10_000;

const pools: ClientPool[] = [];
function open(): (ms: number, isShort?: boolean) => Promise<string | undefined> {
  const pool = new ClientPool({ entry: 'answering', execArgv: ['--eval', ANSWERING] }, process.env);
  pools.push(pool);
  return async (ms, isShort) => (await pool.ask({ call: 'find', key: String(ms) }, LIMIT_MS, isShort)).reply?.key;
}
afterEach(() => {
  for (const pool of pools.splice(0)) pool.close();
});

describe('processes of the client', () => {
  it.each([
    ['while the first one starts', false],
    ['while it answers', true],
  ])('are one for short questions, also for those asked %s', async (_, isReady) => {
    const ask = open();
    const first = isReady ? await ask(0, true) : undefined;
    const all = await Promise.all([ask(20, true), ask(0, true), ask(0, true)]);
    expect(new Set(isReady ? [first, ...all] : all).size).toBe(1);
  });

  it('are another one for what would have to wait for long', async () => {
    const ask = open();
    const all = await Promise.all([ask(300), ask(0, true), ask(0)]);
    expect(new Set(all).size).toBe(3);
    expect(all).toContain(await ask(0, true));
  });
});
