import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineAction, defineWebhook, uses } from '../lib/index.js';

const run = () => {};

test('a definition that is not complete is refused where it stands, with the rule', () => {
  assert.throws(() => defineAction(), /defineAction: expects one object/);
  assert.throws(() => defineAction({ run }), /name nothing must be 1 to 63 letters/);
  assert.throws(() => defineAction({ name: 'a' }), /defineAction ‘a’: run is missing/);
  assert.throws(() => defineAction({ name: 'a', run, subscribe: run }), /unknown key ‘subscribe’/);
  assert.throws(() => defineAction({ name: 'a', run: 3 }), /run must be a function, not 3/);
  assert.throws(() => defineAction({ name: 'a', run, timeout: 0 }), /timeout must be a whole number of seconds/);
  assert.throws(() => defineAction({ name: 'a', run, memory: 1.5 }), /memory must be a whole number of megabytes/);
  assert.throws(() => defineAction({ name: 'a', run, input: 'x' }), /input must be a JSON Schema/);
  assert.throws(() => defineAction({ name: 'a', run, uses: ['b', 'b'] }), /uses names ‘b’ twice/);
});

test('what is subscribed must be possible to take back', () => {
  assert.throws(() => defineWebhook({ name: 'w', run, subscribe: run }), /subscribe and unsubscribe go together/);
});

test('relations are named by handle or by name', () => {
  const action = defineAction({ name: 'used', run });
  assert.deepEqual(uses(action, 'other'), ['used', 'other']);
  assert.throws(() => uses(7), /neither an object's name nor/);
});

test('a definition knows its line', () => {
  const { place } = defineAction({ name: 'placed', run });
  assert.match(place.file, /definitions\.test\.js$/);
  assert.equal(typeof place.line, 'number');
});
