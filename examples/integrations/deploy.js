// What this project consists of. Slipway runs this file to learn it, and again whenever an action or webhook is to run.
import { defineAction, defineWebhook, uses } from 'slipway-sdk';
import { createHook, deleteHook } from './lib/hoster.js';
import { greeting } from './lib/greeting.js';

const greet = defineAction({
  name: 'greet',
  title: 'Greet somebody',
  input: { type: 'object', required: ['name'], properties: { name: { type: 'string', minLength: 1 } } },
  run: ({ name }) => greeting(name),
});

defineWebhook({
  name: 'issues',
  title: 'Welcome whoever opens an issue',
  uses: uses(greet),
  // When this changes, Slipway unsubscribes and subscribes anew.
  subscriptionProps: () => ({ events: ['issues.opened'] }),
  subscribe: ({ url, props }, { key, signal }) => createHook({ url, events: props.events, key }, signal),
  unsubscribe: ({ url, result }, { signal }) => deleteHook({ url, id: result?.id }, signal),
  run: async (request, context) => {
    const { author } = request.json();
    console.log('issue by', author);
    return { status: 200, body: await context.call(greet, { name: author }) };
  },
});
