/** A server of a version that no longer exists as a package: it knows just enough of PostgreSQL's protocol to say how old it is. */
import net from 'node:net';

const SSL_REQUEST = 80_877_103;
const TEXT = 25;
const INTEGER = 23;
const BOOLEAN = 16;

export interface OldServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Answers the two questions that are asked before anything is done: for the lock, and whether this is a database to work on. */
export async function startOldServer(major: number): Promise<OldServer> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    serve(socket, major);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  return {
    url: `postgres://somebody@127.0.0.1:${port}/old`,
    close: () => {
      sockets.forEach((socket) => socket.destroy());
      return new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}

function serve(socket: net.Socket, major: number): void {
  let greeted = false;
  let received = Buffer.alloc(0);
  let answer = answerTo('', major);
  socket.on('data', (data) => {
    received = Buffer.concat([received, data]);
    for (;;) {
      // The first messages have no letter before their length.
      const start = greeted ? 1 : 0;
      if (received.length < start + 4) return;
      const end = start + received.readUInt32BE(start);
      if (received.length < end) return;
      const letter = greeted ? String.fromCharCode(received[0] ?? 0) : '';
      const body = received.subarray(start + 4, end);
      received = received.subarray(end);
      if (!greeted) {
        const isPlain = body.readUInt32BE(0) !== SSL_REQUEST;
        socket.write(isPlain ? Buffer.concat([message('R', int32(0)), READY]) : 'N');
        greeted = isPlain;
        continue;
      }
      if (letter === 'Q' || letter === 'P') answer = answerTo(body.toString(), major);
      const replies: Readonly<Record<string, readonly Buffer[]>> = {
        Q: [answer.description, answer.row, COMPLETE, READY],
        P: [message('1', Buffer.alloc(0))],
        B: [message('2', Buffer.alloc(0))],
        D: [answer.description],
        E: [answer.row, COMPLETE],
        S: [READY],
      };
      socket.write(Buffer.concat([...(replies[letter] ?? [])]));
      if (letter === 'X') socket.end();
    }
  });
}

type Column = readonly [name: string, type: number, value: string | null];

function answerTo(query: string, major: number): { description: Buffer; row: Buffer } {
  const columns = query.includes('pg_try_advisory_lock') ? LOCKED : healthOf(major);
  const descriptions = columns.map(([name, type]) =>
    Buffer.concat([cString(name), int32(0), int16(0), int32(type), int16(-1), int32(-1), int16(0)]),
  );
  const values = columns.map(([, , value]) =>
    value === null ? int32(-1) : Buffer.concat([int32(Buffer.byteLength(value)), Buffer.from(value)]),
  );
  return {
    description: message('T', Buffer.concat([int16(columns.length), ...descriptions])),
    row: message('D', Buffer.concat([int16(columns.length), ...values])),
  };
}

const LOCKED: readonly Column[] = [
  ['held', BOOLEAN, 't'],
  ['pid', INTEGER, '1'],
  ['owner', INTEGER, null],
];

function healthOf(major: number): readonly Column[] {
  return [
    ['version', TEXT, `${major}.14`],
    ['version_number', INTEGER, `${major}0014`],
    ['standby', BOOLEAN, 'f'],
    ['read_only', BOOLEAN, 'f'],
    ['user', TEXT, 'somebody'],
    ['database', TEXT, 'old'],
    ['may_create_schemas', BOOLEAN, 't'],
    ['may_create_tables', BOOLEAN, 't'],
    ['books_exist', BOOLEAN, 'f'],
    ['objects', INTEGER, '0'],
    ['example', TEXT, null],
  ];
}

function message(letter: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(letter), int32(body.length + 4), body]);
}

function cString(text: string): Buffer {
  return Buffer.from(`${text}\0`);
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeInt16BE(value);
  return buffer;
}

/** Idle, outside a transaction. */
const READY = message('Z', Buffer.from('I'));
const COMPLETE = message('C', cString('SELECT 1'));
