// One JSON message per line. Requests come in on one file descriptor, answers leave on another; standard output and error
// are the user's log and carry nothing of this, so nothing that a script prints can be taken for an answer.
import { writeSync } from 'node:fs';
import { Socket } from 'node:net';

/** Answers each line of the input with one line; ends when the input does. */
export async function serve(runtimePromise, inFd, outFd) {
  const input = new Socket({ fd: inFd, readable: true, writable: false });
  const runtime = await runtimePromise;
  let pending = '';
  input.setEncoding('utf8');
  for await (const chunk of input) {
    pending += chunk;
    const lines = pending.split('\n');
    pending = lines.pop();
    for (const line of lines) {
      if (line.trim() !== '') {
        send(outFd, await runtime.answer(JSON.parse(line)));
      }
    }
  }
}

export function send(outFd, message) {
  const bytes = Buffer.from(`${JSON.stringify(message)}\n`);
  let written = 0;
  while (written < bytes.length) {
    written += writeSync(outFd, bytes, written);
  }
}
