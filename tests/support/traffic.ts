import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { BrowserContext } from '@playwright/test';
import { PROCESSOR_PATH } from '../../scripts/bench/server';

const DIST = join(import.meta.dirname, '../../dist');
/** How Workbox asks for a file without a hash in its name: the hash of what it is to get, known since the build. */
const REVISION = /^\?__WB_REVISION__=[0-9a-f]{32}$/;

/** One request, as the browser made it. */
export interface AskedRequest {
  readonly method: string;
  readonly url: string;
  readonly bodyBytes: number;
}

/** Paths of every file of the build, as a host at its root has them. */
export function builtPaths(): ReadonlySet<string> {
  const files = readdirSync(DIST, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Set(['/', ...files.map(({ parentPath, name }) => `/${relative(DIST, join(parentPath, name))}`)]);
}

/** What a request does that the app promises not to do; null where it is for a file of the build and carries nothing. */
export function faultOf(request: AskedRequest, hosts: readonly string[], paths: ReadonlySet<string>): string | null {
  const { method, url, bodyBytes } = request;
  const { protocol, pathname, search } = new URL(url);
  // Parts of the page itself: nothing is asked of anybody.
  if (protocol === 'blob:' || protocol === 'data:') return null;
  const said = `${method} ${url}`;
  const host = hosts.find((each) => url.startsWith(`${each}/`));
  if (host === undefined) return `${said} goes to another host`;
  if (method !== 'GET') return `${said} is no GET`;
  if (bodyBytes > 0) return `${said} carries ${bodyBytes} bytes`;
  if (search !== '' && !REVISION.test(search)) return `${said} carries a query`;
  // A path could carry something as well: only those that the build has are asked for.
  const path = pathname.slice(new URL(host).pathname.replace(/\/$/, '').length);
  return paths.has(decodeURIComponent(path)) ? null : `${said} is for no file of the build`;
}

/** All requests of a journey: of pages, of their workers and of the service worker, in every context that is watched. */
export class Traffic {
  readonly #asked: AskedRequest[] = [];
  readonly #hosts: string[];
  /** Beginnings of addresses that a press in this journey has asked for. */
  readonly #pressed: string[] = [];
  readonly #paths = builtPaths();

  /** @param host where the app is served, without a slash at the end */
  constructor(host: string) {
    this.#hosts = [host];
  }

  watch(context: BrowserContext): void {
    context.on('request', (request) => {
      const { pathname, protocol } = new URL(request.url());
      // Of the recorder that the test put into the page.
      if (pathname === PROCESSOR_PATH && protocol === 'http:') return;
      const bodyBytes = request.postDataBuffer()?.length ?? 0;
      this.#asked.push({ method: request.method(), url: request.url(), bodyBytes });
    });
    context.on('page', (page) => {
      page.on('websocket', (socket) => {
        this.#asked.push({ method: 'WEBSOCKET', url: socket.url(), bodyBytes: 0 });
      });
    });
  }

  /** The app is also served there in this journey. @param host without a slash at the end */
  addHost(host: string): void {
    this.#hosts.push(host);
  }

  /** From here on an explicit press has asked for this address. @param address what it begins with */
  allowPressed(address: string): void {
    this.#pressed.push(address);
  }

  #isPressed({ url }: AskedRequest): boolean {
    return this.#pressed.some((address) => url.startsWith(address));
  }

  /** What was recorded so far is not the app's. */
  forget(): void {
    this.#asked.length = 0;
  }

  get asked(): readonly AskedRequest[] {
    return this.#asked;
  }

  /** Requests that a press has asked another host for. */
  get foreign(): readonly AskedRequest[] {
    return this.#asked.filter((request) => this.#isPressed(request));
  }

  faults(): string[] {
    return this.#asked
      .filter((request) => !this.#isPressed(request) || request.method !== 'GET' || request.bodyBytes > 0)
      .flatMap((request) => faultOf(request, this.#hosts, this.#paths) ?? []);
  }
}
