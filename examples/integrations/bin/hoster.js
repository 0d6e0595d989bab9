// A pretend Git hoster for trying things out. It keeps hooks in memory and delivers issues to them.
//   curl -d '{"author":"Ann"}' localhost:9099/issues
import { createServer } from 'node:http';

const hooks = new Map();
let last = 0;

async function deliver(body) {
  const answers = [];
  for (const { url } of hooks.values()) {
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    answers.push({ status: response.status, body: await response.text() });
  }
  return answers;
}

createServer(async (request, response) => {
  const url = new URL(request.url, 'http://localhost');
  let body = '';
  for await (const chunk of request) {
    body += chunk;
  }
  const id = Number(url.pathname.split('/')[2] ?? 0);
  let answer = null;
  if (request.method === 'POST' && url.pathname === '/hooks') {
    const wish = JSON.parse(body);
    answer = [...hooks.values()].find(({ key }) => key === wish.key) ?? { id: ++last, ...wish };
    hooks.set(answer.id, answer);
  } else if (request.method === 'DELETE') {
    for (const hook of [...hooks.values()]) {
      if (hook.id === id || hook.url === url.searchParams.get('url')) {
        hooks.delete(hook.id);
      }
    }
  } else if (request.method === 'POST' && url.pathname === '/issues') {
    answer = await deliver(body);
  } else {
    answer = [...hooks.values()];
  }
  console.log(request.method, request.url);
  response.writeHead(answer === null ? 204 : 200, { 'content-type': 'application/json' });
  response.end(answer === null ? undefined : `${JSON.stringify(answer)}\n`);
}).listen(Number(process.env.PORT ?? 9099), '127.0.0.1', function () {
  console.log(`listening on http://127.0.0.1:${this.address().port}`);
});
