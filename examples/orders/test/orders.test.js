const assert = require('node:assert');
const http = require('node:http');
const test = require('node:test');

// Names below localhost are not known to every resolver; the address of this machine is.
function ask(method, path, form) {
  const url = new URL(path, process.env.SLIPWAY_URL);
  return new Promise((done, failed) => {
    const options = {
      method,
      host: '127.0.0.1',
      port: url.port,
      path: url.pathname,
      headers: { host: url.host, 'content-type': 'application/x-www-form-urlencoded' },
    };
    const request = http.request(options, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => done({ status: response.statusCode, body: JSON.parse(text) }));
    });
    request.on('error', failed);
    request.end(form);
  });
}

test('the server says where it runs', async () => {
  const { status, body } = await ask('GET', '/');
  assert.strictEqual(status, 200);
  assert.strictEqual(body.greeting, 'Orders');
});

test('what is ordered is packed', async () => {
  const { status, body } = await ask('POST', '/orders', 'item=book');
  assert.strictEqual(status, 202);
  for (let i = 0; i < 100; i++) {
    const order = await ask('GET', `/orders/${body.id}`);
    if (order.status === 200) {
      assert.deepStrictEqual(order.body, { id: body.id, item: 'book', state: 'packed' });
      return;
    }
    await new Promise((later) => setTimeout(later, 100));
  }
  assert.fail('nobody packed the order');
});
