import assert from 'node:assert/strict';
import { test } from 'node:test';
import { greeting } from '../lib/greeting.js';

test('a greeting has the name', () => {
  assert.match(greeting('Ann').text, /Ann/);
});
