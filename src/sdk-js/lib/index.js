export { defineAction, defineWebhook, uses } from './definitions.js';
