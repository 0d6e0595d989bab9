// Loads the user's script and answers requests about it, one after another.
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { registry } from './definitions.js';
import { ownStack, placeOfError } from './place.js';

export const VERSION = 1;

/** Evaluates a script once; later answers repeat its failure if it had one. */
export async function load(script) {
  const url = pathToFileURL(resolve(script)).href;
  let failure = null;
  try {
    await import(url);
  } catch (error) {
    failure = describe(error, url);
  }
  return new Runtime(failure);
}

/** What a failure looks like on the wire. */
export function describe(error, script) {
  const proper = error instanceof Error ? error : new Error(`thrown: ${String(error)}`);
  return {
    name: String(proper.name),
    message: String(proper.message),
    stack: ownStack(proper),
    place: placeOfError(proper, script),
  };
}

class Runtime {
  #failure;
  #objects = new Map();

  constructor(failure) {
    this.#failure = failure;
    for (const object of registry()) {
      // The first of two with one name; the list has both, and whoever asked for it refuses it.
      if (!this.#objects.has(object.name)) {
        this.#objects.set(object.name, object);
      }
    }
  }

  async answer(request) {
    const { id } = request;
    if (request.v !== VERSION) {
      return failed(id, { name: 'ProtocolError', message: `version ${request.v} is not spoken here, only ${VERSION}` });
    }
    if (this.#failure) {
      return { v: VERSION, id, type: 'error', during: 'evaluation', error: this.#failure };
    }
    switch (request.type) {
      case 'list':
        return this.#list(id);
      case 'call':
        return this.#call(request);
      default:
        return failed(id, { name: 'ProtocolError', message: `‘${request.type}’ is not a known request` });
    }
  }

  #list(id) {
    try {
      const objects = JSON.parse(JSON.stringify(registry().map(listed)));
      return { v: VERSION, id, type: 'list', objects };
    } catch (error) {
      return failed(id, describe(error));
    }
  }

  async #call(request) {
    const object = this.#objects.get(request.object);
    const operation = object?.[request.operation];
    if (typeof operation !== 'function') {
      const what = object ? `‘${request.object}’ has no ${request.operation}` : `there is no object ‘${request.object}’`;
      return failed(request.id, { name: 'ProtocolError', message: what });
    }
    const timer = new AbortController();
    const alarm = request.timeout ? setTimeout(() => timer.abort(new Error('time is up')), request.timeout * 1000) : null;
    alarm?.unref();
    try {
      const context = this.#context(object, request, timer.signal);
      const value = await invoke(object, request.operation, request.input, context);
      return { v: VERSION, id: request.id, type: 'result', value: plain(object, request.operation, value) };
    } catch (error) {
      return failed(request.id, describe(error));
    } finally {
      clearTimeout(alarm);
    }
  }

  #context(object, request, signal) {
    return Object.freeze({
      object: object.name,
      environment: request.environment ?? null,
      key: request.key ?? null,
      signal,
      call: async (other, input) => {
        const name = typeof other === 'string' ? other : other?.name;
        const target = object.uses.includes(name) ? this.#objects.get(name) : undefined;
        if (target?.kind !== 'action') {
          throw new TypeError(`‘${object.name}’ may not call ‘${name}’; only actions that its uses names`);
        }
        return target.run(input, this.#context(target, request, signal));
      },
    });
  }
}

function listed(object) {
  const operations = ['run', 'subscriptionProps', 'subscribe', 'unsubscribe'].filter((key) => object[key] !== undefined);
  const { kind, name, title, description, input, timeout, memory, place } = object;
  return { kind, name, title, description, input, uses: object.uses, timeout, memory, operations, place };
}

function invoke(object, operation, input, context) {
  if (object.kind === 'webhook' && operation === 'run') {
    return object.run(request(input), context);
  }
  return object[operation](input, context);
}

/** What arrived at a webhook's address, with the body readable in the usual ways. */
function request(input) {
  const bytes = Buffer.from(input.body ?? '', 'base64');
  return Object.freeze({
    method: input.method,
    path: input.path,
    query: new URLSearchParams(input.query ?? ''),
    headers: new Headers(input.headers ?? []),
    bytes: () => bytes,
    text: () => bytes.toString('utf8'),
    json: () => JSON.parse(bytes.toString('utf8')),
  });
}

/** Results travel as JSON; a webhook's answer as status, headers and base64 body. */
function plain(object, operation, value) {
  if (object.kind === 'webhook' && operation === 'run') {
    return response(object.name, value);
  }
  const json = JSON.stringify(value ?? null);
  if (json === undefined) {
    throw new TypeError(`${operation} of ‘${object.name}’ returned something that is not JSON`);
  }
  return JSON.parse(json);
}

function response(name, value) {
  if (value === undefined || value === null) {
    return { status: 204, headers: {}, body: '' };
  }
  const { status = 200, headers = {}, body = '' } = value;
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new TypeError(`run of ‘${name}’ returned the status ${status}; it must be a whole number from 200 to 599`);
  }
  const fields = Object.fromEntries(new Headers(headers));
  const bytes = typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(JSON.stringify(body));
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) {
    fields['content-type'] ??= 'application/json';
  }
  return { status, headers: fields, body: bytes.toString('base64') };
}

function failed(id, error) {
  return { v: VERSION, id, type: 'error', during: 'call', error: { stack: '', place: null, ...error } };
}
