/**
 * Ends the server and removes its directory when we are gone, however we went.
 *
 * A small shell script in a session of its own reads from a pipe whose other end only we hold: when the pipe closes, we are dead
 * or done. No signal handler can do that for a process that is killed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';

/** Longer than all of the script's own waiting together. */
const FINISH_TIMEOUT_MS = 20_000;

/**
 * Lines on standard input: `starting` says that a server is about to be started, `server PID` names it, `keep [OWNER]` lets it live on
 * until it or the owner ends. When we were killed before we could name it, it has written its id into its data directory, or will soon.
 * A process is taken for the server only when the data directory is in its command line, since process ids are used again.
 */
const SCRIPT = `
run=$1 data=$2 server= unnamed= kept= owner=
trap '' HUP INT TERM

is_alive() {
  [ -n "$server" ] || return 1
  if [ -e /proc/self/cmdline ]; then
    words=$( (tr '\\000' ' ' <"/proc/$server/cmdline") 2>/dev/null)
  else
    words=$(ps -ww -o command= -p "$server" 2>/dev/null)
  fi
  case $words in *"$data"*) return 0 ;; esac
  return 1
}
owner_is_alive() { [ -z "$owner" ] || kill -0 "$owner" 2>/dev/null || [ -e "/proc/$owner" ]; }
pause() { sleep 0.1 2>/dev/null || sleep 1; }
find_unnamed() {
  [ -n "$unnamed" ] || return 1
  read -r found 2>/dev/null <"$data/postmaster.pid" || return 1
  case $found in '' | *[!0-9]*) return 1 ;; esac
  server=$found
  is_alive
}
end_with() {
  is_alive && kill -s "$1" "$server" 2>/dev/null
  left=$2
  while [ "$left" -gt 0 ] && is_alive; do pause; left=$((left - 1)); done
}

while read -r word value; do
  case $word in
    starting) server= unnamed=yes ;;
    server) server=$value unnamed= ;;
    keep) kept=yes owner=$value; break ;;
  esac
done
if [ -n "$kept" ]; then
  while is_alive && owner_is_alive; do sleep 1; done
fi
left=10
while [ -n "$unnamed" ] && [ "$left" -gt 0 ] && ! find_unnamed; do pause; left=$((left - 1)); done
end_with QUIT 50
end_with KILL 20
left=50
while [ -e "$run" ] && [ "$left" -gt 0 ]; do
  # It may have been so slow to start that it comes only now.
  find_unnamed && kill -s KILL "$server" 2>/dev/null
  rm -rf "$run" 2>/dev/null
  [ -e "$run" ] && pause
  left=$((left - 1))
done
`;

export interface Watchdog {
  /** Says that a process to end is about to be there. Without it, one that was never named is not looked for. */
  expect(): void;
  /** Says which process to end. */
  watch(server: number): void;
  /** Lets the server live on without us; resolves when that is said. */
  keep(owner: number | undefined): Promise<void>;
  /** Has it end the server (if that still runs) and remove the run directory; resolves when it is done. */
  finish(): Promise<void>;
}

/** Starts watching over a run directory. From now on, our death removes it. */
export async function startWatchdog(runDirectory: string, dataDirectory: string): Promise<Watchdog> {
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'migrate-action-watchdog', runDirectory, dataDirectory], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    // GitHub's runner ends every process that carries its RUNNER_TRACKING_ID when a job ends. The server may be one of them; this
    // one has to outlive it to clean up.
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' },
  });
  const input = child.stdin;
  // It can only be gone because somebody killed it; then there is nobody left to talk to.
  input.on('error', () => undefined);
  await once(child, 'spawn');
  child.unref();
  if (input instanceof Socket) input.unref();

  const say = (line: string): Promise<void> =>
    new Promise((resolve) => {
      input.write(`${line}\n`, () => {
        resolve();
      });
    });
  return {
    expect: () => void say('starting'),
    watch: (server) => void say(`server ${server}`),
    keep: (owner) => say(`keep ${owner ?? ''}`),
    finish: async () => {
      input.end();
      await ended(child);
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  try {
    await once(child, 'exit', { signal: AbortSignal.timeout(FINISH_TIMEOUT_MS) });
  } catch {
    child.unref();
  }
}
