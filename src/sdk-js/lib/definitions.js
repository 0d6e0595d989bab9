// Collects what the user's script defines. Mistakes are thrown at once, so that the stack names the line of the definition.
import { callerPlace } from './place.js';

const NAME = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}$/;
const COMMON = ['name', 'title', 'description', 'uses', 'timeout', 'memory', 'run'];
const KEYS = {
  action: [...COMMON, 'input'],
  webhook: [...COMMON, 'subscriptionProps', 'subscribe', 'unsubscribe'],
};
const FUNCTIONS = ['run', 'subscriptionProps', 'subscribe', 'unsubscribe'];

// Two copies of this package in one process (a hoisted one and a nested one) must fill the same list.
const REGISTRY = Symbol.for('slipway-sdk.registry.1');

/** All definitions so far, in order. */
export function registry() {
  return (globalThis[REGISTRY] ??= []);
}

export function defineAction(definition) {
  return define('action', definition);
}

export function defineWebhook(definition) {
  return define('webhook', definition);
}

/** Relations to other objects, by their handles or names. */
export function uses(...others) {
  return others.flat().map((other) => {
    const name = typeof other === 'string' ? other : other?.name;
    if (typeof name !== 'string') {
      throw new TypeError(`uses: ${show(other)} is neither an object's name nor what defineAction or defineWebhook returned`);
    }
    return name;
  });
}

function define(kind, definition) {
  const call = kind === 'action' ? 'defineAction' : 'defineWebhook';
  if (definition === null || typeof definition !== 'object') {
    throw new TypeError(`${call}: expects one object with name and run, not ${show(definition)}`);
  }
  const { name } = definition;
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw new TypeError(
      `${call}: name ${show(name)} must be 1 to 63 letters, digits, dots, underscores or hyphens, and start with a letter or digit`,
    );
  }
  const where = `${call} ‘${name}’`;
  for (const key of Object.keys(definition)) {
    if (!KEYS[kind].includes(key)) {
      throw new TypeError(`${where}: unknown key ‘${key}’; known are ${KEYS[kind].join(', ')}`);
    }
  }
  for (const key of FUNCTIONS) {
    if (definition[key] !== undefined && typeof definition[key] !== 'function') {
      throw new TypeError(`${where}: ${key} must be a function, not ${show(definition[key])}`);
    }
  }
  if (definition.run === undefined) {
    throw new TypeError(`${where}: run is missing; it is the function that does the work`);
  }
  if (kind === 'webhook' && (definition.subscribe === undefined) !== (definition.unsubscribe === undefined)) {
    throw new TypeError(`${where}: subscribe and unsubscribe go together; what is subscribed must be possible to take back`);
  }
  text(where, 'title', definition.title);
  text(where, 'description', definition.description);
  number(where, 'timeout', definition.timeout, 1, 900, 'seconds');
  number(where, 'memory', definition.memory, 64, 4096, 'megabytes');
  if (definition.input !== undefined && (definition.input === null || typeof definition.input !== 'object')) {
    throw new TypeError(`${where}: input must be a JSON Schema, not ${show(definition.input)}`);
  }
  const others = uses(...(definition.uses === undefined ? [] : [definition.uses]));
  const repeated = others.find((other, index) => others.indexOf(other) !== index);
  if (repeated !== undefined) {
    throw new TypeError(`${where}: uses names ‘${repeated}’ twice`);
  }
  const defined = Object.freeze({ ...definition, kind, uses: Object.freeze(others), place: callerPlace() });
  registry().push(defined);
  return defined;
}

function text(where, key, value) {
  if (value !== undefined && typeof value !== 'string') {
    throw new TypeError(`${where}: ${key} must be text, not ${show(value)}`);
  }
}

function number(where, key, value, min, max, unit) {
  if (value !== undefined && !(Number.isInteger(value) && value >= min && value <= max)) {
    throw new TypeError(`${where}: ${key} must be a whole number of ${unit} from ${min} to ${max}, not ${show(value)}`);
  }
}

function show(value) {
  if (value === undefined) {
    return 'nothing';
  }
  if (typeof value === 'function') {
    return 'a function';
  }
  try {
    const json = JSON.stringify(value) ?? String(value);
    return json.length > 60 ? `${json.slice(0, 57)}...` : json;
  } catch {
    return 'something that is not JSON';
  }
}
