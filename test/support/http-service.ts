/** What the servers that stand in for GitHub have in common. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening {
  /** Ends with a slash. */
  readonly url: string;
  /** Ends the server at once, whatever is going on. */
  readonly stop: () => Promise<void>;
}

/** @param serve what it throws cuts the connection */
export async function listen(
  serve: (request: http.IncomingMessage, response: http.ServerResponse) => Promise<void>,
): Promise<Listening> {
  const server = http.createServer((request, response) => {
    void serve(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}

export async function readBody(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export function answerJson(response: http.ServerResponse, [status, content]: [status: number, content: object]): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
}

/** A token as GitHub's services give them to a job, but for the signature. */
export function unsignedToken(claims: object): string {
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.unsigned`;
}

export function claimsOf(request: http.IncomingMessage): Readonly<Record<string, string>> {
  const claims = (request.headers.authorization ?? '').split('.')[1] ?? '';
  return JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, string>;
}

/** A blob that arrives whole or in blocks, as Azure's client sends them. */
export class BlobUpload {
  readonly #blocks = new Map<string, Buffer>();
  /** When it is complete. */
  body: Buffer | undefined;
  contentType: string | undefined;

  receive(request: http.IncomingMessage, url: URL, body: Buffer, response: http.ServerResponse): void {
    const block = url.searchParams.get('blockid');
    const type = request.headers['x-ms-blob-content-type'];
    if (typeof type === 'string') this.contentType = type;
    if (block !== null) this.#blocks.set(block, body);
    else if (url.searchParams.get('comp') === 'blocklist') {
      const ids = [...body.toString().matchAll(/<Latest>([^<]*)<\/Latest>/g)].map(([, id]) => id ?? '');
      this.body = Buffer.concat(ids.map((id) => this.#blocks.get(id) ?? Buffer.alloc(0)));
    } else this.body = body;
    response.writeHead(201, { etag: '"1"', 'x-ms-request-server-encrypted': 'true' }).end();
  }
}

/** Which calls go wrong, from when on, and how often. */
export class Faults<Call extends string, Fault> {
  readonly #faults = new Map<Call | 'all', { fault: Fault; times: number }>();
  #hanging: http.IncomingMessage[] = [];

  /** From now on, or for so many calls only. */
  set(call: Call | 'all', fault: Fault, times = Infinity): void {
    this.#faults.set(call, { fault, times });
  }

  /** The fault of a call that happens now. */
  take(call: Call): Fault | undefined {
    const found = this.#faults.get(call) ?? this.#faults.get('all');
    if (found === undefined || found.times <= 0) return undefined;
    found.times -= 1;
    return found.fault;
  }

  /** Leaves a request without an answer until `heal`. */
  hang(request: http.IncomingMessage): void {
    this.#hanging.push(request);
  }

  /** Ends all faults; what hangs is cut off. */
  heal(): void {
    this.#faults.clear();
    for (const request of this.#hanging) request.socket.destroy();
    this.#hanging = [];
  }
}
