/** `npx tsx scripts/serve.ts PORT`: the built app as a static host would serve it, for the journeys of tests/e2e. */
import { join } from 'node:path';
import { serveBuild } from './bench/server';

const port = Number(process.argv[2]);
if (!Number.isInteger(port) || port <= 0) throw new RangeError('say the port to serve at');
const { url } = await serveBuild(join(import.meta.dirname, '../dist'), { port });
console.log(url);
