import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { start } from './conversation.js';

test('the deploy list names each object, its relations, its operations and its line', async () => {
  const talk = start('tickets.js');
  const { type, objects } = await talk.ask({ type: 'list' });
  await talk.end();
  assert.equal(type, 'list');
  assert.deepEqual(objects.map(({ kind, name, uses, operations }) => ({ kind, name, uses, operations })), [
    { kind: 'action', name: 'create-ticket', uses: [], operations: ['run'] },
    {
      kind: 'webhook',
      name: 'issues',
      uses: ['create-ticket'],
      operations: ['run', 'subscriptionProps', 'subscribe', 'unsubscribe'],
    },
  ]);
  assert.deepEqual({ ...objects[1].place, column: 0 }, { file: 'tickets.js', line: 13, column: 0 });
});

test('what a script prints is log and never an answer, also from its children', async () => {
  const talk = start('tickets.js');
  assert.equal((await talk.ask({ type: 'list' })).objects.length, 2);
  const { code, log } = await talk.end();
  assert.equal(code, 0);
  assert.equal(log.match(/"objects":\[\]/g).length, 2);
});

test('a webhook answers a request and may call what it uses', async () => {
  const talk = start('tickets.js');
  const body = Buffer.from('{"title":"Leak"}').toString('base64');
  const input = { method: 'POST', path: '/', query: '', headers: [['x-a', '1']], body };
  const { value } = await talk.ask({ type: 'call', object: 'issues', operation: 'run', input });
  await talk.end();
  assert.equal(value.status, 201);
  assert.equal(value.headers['content-type'], 'application/json');
  assert.deepEqual(JSON.parse(Buffer.from(value.body, 'base64')), { id: 7, title: 'Leak' });
});

test('subscribing gets address, props and the idempotency key', async () => {
  const talk = start('tickets.js');
  const input = { url: 'http://x/', props: { events: ['e'] } };
  const answer = await talk.ask({ type: 'call', object: 'issues', operation: 'subscribe', input, key: 'k1' });
  assert.deepEqual(answer.value, { hook: 'http://x/ e k1' });
  const undone = { ...input, result: answer.value };
  assert.equal((await talk.ask({ type: 'call', object: 'issues', operation: 'unsubscribe', input: undone })).value, null);
  assert.match((await talk.end()).log, /gone: http:\/\/x\/ e k1/);
});

test('an error of a run has the line of the source, and the process goes on', async () => {
  const talk = start('failing.js');
  const { type, error } = await talk.ask({ type: 'call', object: 'fails', operation: 'run', input: {} });
  assert.equal(type, 'error');
  assert.equal(`${error.place.file}:${error.place.line}`, 'failing.js:6');
  assert.equal((await talk.ask({ type: 'list' })).type, 'list');
  await talk.end();
});

test('an operation hears that its time is up', async () => {
  const talk = start('failing.js');
  const answer = await talk.ask({ type: 'call', object: 'waits', operation: 'run', timeout: 0.05 });
  await talk.end();
  assert.equal(answer.error.message, 'time is up');
});

test('a script that ends the process leaves no answer', async () => {
  const talk = start('failing.js');
  assert.equal(await talk.ask({ type: 'call', object: 'ends', operation: 'run' }), null);
});

for (const [script, place, message] of [
  ['throws.js', 'throws.js:3', /defineAction: name "bad name" must be/],
  ['syntax.js', 'syntax-inner.js:2', /Unexpected token/],
  ['missing.js', 'missing.js:2', /Cannot find package 'not-installed'/],
]) {
  test(`a script that cannot be evaluated says where: ${script}`, async () => {
    const talk = start(script);
    const answer = await talk.ask({ type: 'list' });
    await talk.end();
    assert.equal(answer.during, 'evaluation');
    assert.equal(`${answer.error.place.file}:${answer.error.place.line}`, place);
    assert.match(answer.error.message, message);
  });
}

test('another version of the protocol is refused', async () => {
  const talk = start('tickets.js');
  assert.match((await talk.ask({ v: 2, type: 'list' })).error.message, /version 2 is not spoken here/);
  await talk.end();
});

test('list prints the deploy list alone on standard output', () => {
  const bin = fileURLToPath(new URL('../bin/slipway-sdk.js', import.meta.url));
  const fixture = fileURLToPath(new URL('fixtures/failing.js', import.meta.url));
  const out = execFileSync(process.execPath, [bin, 'list', fixture], { stdio: ['ignore', 'pipe', 'ignore'] });
  assert.deepEqual(JSON.parse(out).map(({ name }) => name), ['fails', 'ends', 'waits']);
});
