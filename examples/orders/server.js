const fs = require('node:fs');
const path = require('node:path');
const crypto = require('node:crypto');
const express = require('express');
const config = require('platformsh-config').config();

const queue = path.join(config.appDir, 'queue');
const built = JSON.parse(fs.readFileSync('built.json', 'utf8'));
const app = express();
app.use(express.urlencoded({ extended: false }));

app.get('/', (request, response) => {
  response.json({
    greeting: process.env.GREETING,
    project: config.project,
    environment: config.branch || process.env.PLATFORM_ENVIRONMENT,
    address: config.getPrimaryRoute().url,
    built,
  });
});

// Written beside and moved into place, so that the worker never sees half an order.
app.post('/orders', (request, response) => {
  const id = crypto.randomUUID();
  const file = path.join(queue, `${id}.part`);
  fs.writeFileSync(file, JSON.stringify({ id, item: request.body.item ?? '' }));
  fs.renameSync(file, path.join(queue, 'new', `${id}.json`));
  response.status(202).json({ id });
});

app.get('/orders/:id', (request, response) => {
  const file = path.join(queue, 'done', `${path.basename(request.params.id)}.json`);
  if (!fs.existsSync(file)) {
    response.status(404).json({ state: 'waiting' });
    return;
  }
  response.json(JSON.parse(fs.readFileSync(file, 'utf8')));
});

const server = app.listen(config.port, '127.0.0.1');
process.on('SIGTERM', () => server.close(() => process.exit(0)));
