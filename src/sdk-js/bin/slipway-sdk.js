#!/usr/bin/env node
// slipway-sdk run SCRIPT    answers Slipway's requests on file descriptors 3 and 4
// slipway-sdk list SCRIPT   prints the deploy list, to look at
import { serve } from '../lib/channel.js';
import { load, VERSION } from '../lib/runtime.js';

const [command, script] = process.argv.slice(2);

if (command === 'run' && script) {
  process.on('unhandledRejection', (error) => {
    console.error(error);
    process.exit(70);
  });
  await serve(load(script), 3, 4);
  process.exit(0);
} else if (command === 'list' && script) {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  const answer = await (await load(script)).answer({ v: VERSION, id: 'list', type: 'list' });
  if (answer.type === 'error') {
    const { place, message } = answer.error;
    console.error(`${place ? `${place.file}:${place.line}: ` : ''}${message}`);
    process.exitCode = 1;
  } else {
    write(`${JSON.stringify(answer.objects, null, 2)}\n`);
  }
} else {
  console.error('usage: slipway-sdk run|list SCRIPT');
  process.exitCode = 2;
}
