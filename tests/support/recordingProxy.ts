import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it left the browser, whatever in the browser made it. */
export interface ProxiedRequest {
  readonly method: string;
  /** The whole address; `host:port` where a tunnel was asked for. */
  readonly url: string;
  readonly bodyBytes: number;
  readonly headerNames: readonly string[];
}

export interface RecordingProxy {
  readonly url: string;
  readonly requests: readonly ProxiedRequest[];
  close(): void;
}

/** The only way out of a browser: plain HTTP is passed on, tunnels and sockets are noted and refused. */
export async function startRecordingProxy(): Promise<RecordingProxy> {
  const requests: ProxiedRequest[] = [];
  const server = createServer((incoming, answer) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const body = Buffer.concat(parts);
      const { method = '', url = '', headers } = incoming;
      requests.push({ method, url, bodyBytes: body.length, headerNames: Object.keys(headers) });
      forward(url, { method, headers }, (response) => {
        answer.writeHead(response.statusCode!, response.headers);
        response.pipe(answer);
      })
        .on('error', () => answer.writeHead(502).end())
        .end(body);
    });
  });
  const refuse =
    (method: string) => (incoming: { url?: string; headers: object }, socket: { end(text: string): void }) => {
      requests.push({ method, url: incoming.url ?? '', bodyBytes: 0, headerNames: Object.keys(incoming.headers) });
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    };
  server.on('connect', refuse('CONNECT'));
  server.on('upgrade', refuse('UPGRADE'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
