import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Another origin, which lets everybody in and notes who came. */
export interface ForeignHost {
  readonly url: string;
  /** Paths that were asked for, in order. */
  readonly visited: readonly string[];
  close(): void;
}

/** @param body what every path answers, by its ending */
export async function startForeignHost(
  body: (path: string) => { readonly type: string; readonly text: string },
): Promise<ForeignHost> {
  const visited: string[] = [];
  const note = (url: string | undefined): string => {
    const path = url ?? '/';
    visited.push(path);
    return path;
  };
  const server = createServer((request, response) => {
    const { type, text } = body(note(request.url));
    response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' }).end(text);
  });
  server.on('upgrade', (request, socket) => {
    note(request.url);
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    visited,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
