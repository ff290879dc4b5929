import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fetchOpra } from '../../src/app/fetchOpra';

const DATABASE = '{"type":"vendor","id":"a","data":{"name":"A"}}\n'.repeat(2000);
const servers: Server[] = [];

/** Stands for every host, and is told which one was meant. */
async function answer(listener: (host: string, ...rest: Parameters<RequestListener>) => void): Promise<string[]> {
  const hosts: string[] = [];
  const server = createServer((request, response) => {
    const host = request.headers['x-host'] as string;
    hosts.push(host);
    listener(host, request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const realFetch = globalThis.fetch;
  vi.stubGlobal('fetch', (address: string, options: RequestInit) => {
    expect(options).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer' });
    const { hostname, pathname } = new URL(address);
    return realFetch(`http://127.0.0.1:${port}${pathname}`, { ...options, headers: { 'x-host': hostname } });
  });
  return hosts;
}

afterEach(() => {
  vi.unstubAllGlobals();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('fetching OPRA’s database', () => {
  it('asks the mirror, and tells how far it is', async () => {
    const hosts = await answer((_host, _request, response) => response.end(DATABASE));
    const told: number[] = [];
    const blob = await fetchOpra({ onProgress: (fraction) => told.push(fraction) });
    expect(await blob.text()).toBe(DATABASE);
    expect(hosts).toEqual(['opra.roonlabs.net']);
    expect(told.length).toBeGreaterThan(0);
    expect(told.every((fraction, i) => fraction > 0 && fraction < 1 && fraction >= (told[i - 1] ?? 0))).toBe(true);
  });

  it('asks the repository when the mirror does not answer', async () => {
    const hosts = await answer((host, _request, response) => {
      if (host === 'opra.roonlabs.net') response.writeHead(503).end('busy');
      else response.end(DATABASE);
    });
    expect((await fetchOpra({})).size).toBe(DATABASE.length);
    expect(hosts).toEqual(['opra.roonlabs.net', 'raw.githubusercontent.com']);
  });

  it('says so when neither can be reached, or breaks off', async () => {
    const hosts = await answer((_host, request, response) => {
      response.write('{"type":');
      request.socket.destroy();
    });
    await expect(fetchOpra({})).rejects.toMatchObject({ code: 'opra-unreachable' });
    expect(hosts).toHaveLength(2);
  });

  it('is given up at once, and asks nobody else', async () => {
    const controller = new AbortController();
    const hosts = await answer((_host, _request, response) => {
      response.write(DATABASE);
    });
    const fetching = fetchOpra({ signal: controller.signal, onProgress: () => controller.abort() });
    await expect(fetching).rejects.toMatchObject({ name: 'AbortError' });
    expect(hosts).toEqual(['opra.roonlabs.net']);
  });
});
