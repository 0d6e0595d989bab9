// Finds file, line and column of the user's source in stacks. Node maps them back to TypeScript where there are source maps.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = new URL('.', import.meta.url).href;
const FRAME = /(?:\(|at (?:async )?)((?:file:\/\/|\/)[^()]+?):(\d+):(\d+)\)?$/;

/** The line outside of this package that called it; null if there is none. */
export function callerPlace() {
  return placeOfStack(new Error().stack);
}

/** The first place of a stack that is the user's own. */
export function placeOfStack(stack) {
  for (const line of String(stack ?? '').split('\n')) {
    const frame = FRAME.exec(line.trim());
    if (frame && !isOurs(frame[1])) {
      return place(frame[1], frame[2], frame[3]);
    }
  }
  return null;
}

/** Where an error comes from, also one of the kinds that carry no place: a syntax error, a module that is not there. */
export function placeOfError(error, script) {
  return placeOfStack(error?.stack) ?? placeOfMissing(error) ?? (error instanceof SyntaxError ? placeOfSyntax(script) : null);
}

/** The error's stack without the frames of Node and of this package. */
export function ownStack(error) {
  const lines = String(error?.stack ?? '').split('\n');
  const kept = lines.filter((line) => {
    const frame = FRAME.exec(line.trim());
    return frame ? !isOurs(frame[1]) : /^\s*at .*\(?(node:|<anonymous>)/.test(line) === false;
  });
  return kept.join('\n').slice(0, 8192);
}

function isOurs(file) {
  const url = file.startsWith('/') ? `file://${file}` : file;
  return url.startsWith(HERE) || url.startsWith(HERE.replace(/lib\/$/, 'bin/')) || url.includes('/node_modules/');
}

function place(file, line, column) {
  const path = file.startsWith('file:') ? fileURLToPath(file) : file;
  const short = relative(process.cwd(), path);
  return { file: short.startsWith('..') ? path : short, line: Number(line), column: Number(column) };
}

function placeOfMissing(error) {
  if (error?.code !== 'ERR_MODULE_NOT_FOUND' && error?.code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') {
    return null;
  }
  const match = /(?:package|module) '([^']+)' imported from (.+)$/.exec(error.message);
  if (!match) {
    return null;
  }
  const name = match[1].split('/').pop();
  try {
    const lines = readFileSync(match[2], 'utf8').split('\n');
    const index = lines.findIndex((line) => /\b(import|from)\b/.test(line) && line.includes(name));
    return place(match[2], index + 1 || 1, 1);
  } catch {
    return null;
  }
}

/** Node tells the line of a syntax error only when it ends with it; linking fails before anything of the user's runs. */
function placeOfSyntax(script) {
  try {
    execFileSync(process.execPath, ['-e', 'import(process.argv[1])', script], { stdio: ['ignore', 'ignore', 'pipe'], timeout: 10_000 });
  } catch (failure) {
    const match = /^((?:file:\/\/|\/).+?):(\d+)\n/m.exec(String(failure.stderr ?? ''));
    return match ? place(match[1], match[2], 1) : null;
  }
  return null;
}
