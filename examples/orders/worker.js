// Packs what was ordered. It runs from the same artifact as the server, in a process of its own.
const fs = require('node:fs');
const path = require('node:path');

const queue = path.join(process.env.PLATFORM_APP_DIR, 'queue');

function pack() {
  for (const file of fs.readdirSync(path.join(queue, 'new'))) {
    const from = path.join(queue, 'new', file);
    const order = { ...JSON.parse(fs.readFileSync(from, 'utf8')), state: 'packed' };
    fs.writeFileSync(path.join(queue, `${file}.part`), JSON.stringify(order));
    fs.renameSync(path.join(queue, `${file}.part`), path.join(queue, 'done', file));
    fs.rmSync(from);
  }
}

// The deploy hook makes the folders after the processes started on a first deployment.
for (const folder of ['new', 'done']) {
  fs.mkdirSync(path.join(queue, folder), { recursive: true });
}
pack();
fs.watch(path.join(queue, 'new'), pack);
process.on('SIGTERM', () => process.exit(0));
