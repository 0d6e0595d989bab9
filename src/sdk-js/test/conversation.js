// Starts the runtime as Slipway does and talks to it on descriptors 3 and 4.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../bin/slipway-sdk.js', import.meta.url));
const FIXTURES = fileURLToPath(new URL('fixtures/', import.meta.url));

export function start(script) {
  const child = spawn(process.execPath, ['--enable-source-maps', BIN, 'run', script], {
    cwd: FIXTURES,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
  });
  let log = '';
  child.stdout.on('data', (data) => (log += data));
  child.stderr.on('data', (data) => (log += data));
  const ended = new Promise((done) => child.on('close', done));
  const lines = createInterface({ input: child.stdio[4] })[Symbol.asyncIterator]();
  return {
    async ask(request) {
      child.stdio[3].write(`${JSON.stringify({ v: 1, id: '1', ...request })}\n`);
      const { value, done } = await lines.next();
      return done ? null : JSON.parse(value);
    },
    async end() {
      child.stdio[3].end();
      return { code: await ended, log };
    },
  };
}
