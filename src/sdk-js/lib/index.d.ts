export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What every operation is told. */
export interface Context {
  /** Name of the object whose operation runs. */
  readonly object: string;
  /** Name of the environment it runs in. */
  readonly environment: string | null;
  /** The same for every attempt at one piece of work: send it along where a third party takes idempotency keys. */
  readonly key: string | null;
  /** Aborted when the time of the operation is up. */
  readonly signal: AbortSignal;
  /** Runs an action that this object's `uses` names. */
  call(action: string | ObjectHandle, input?: unknown): Promise<unknown>;
}

/** What defineAction and defineWebhook return, to be named in `uses`. */
export interface ObjectHandle {
  readonly kind: 'action' | 'webhook';
  readonly name: string;
}

interface Common {
  /** Unique in the application: letters, digits, dots, underscores, hyphens. */
  name: string;
  title?: string;
  description?: string;
  /** Objects that this one relates to. */
  uses?: ReadonlyArray<string | ObjectHandle>;
  /** Seconds that one run may take; 30 unless set. */
  timeout?: number;
  /** Megabytes that one run may use; 256 unless set. */
  memory?: number;
}

export interface Action<Input = any, Output = unknown> extends Common {
  /** JSON Schema of the input; a call that does not fit is refused before it runs. */
  input?: object;
  run(input: Input, context: Context): Output | Promise<Output>;
}

export interface WebhookRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  bytes(): Uint8Array;
  text(): string;
  json(): any;
}

/** Nothing returned is answered as 204. A body that is neither text nor bytes is sent as JSON. */
export interface WebhookResponse {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array | Json;
}

/** What subscribing is about. */
export interface Subscription<Props> {
  /** The address at which the third party is to deliver. Keep it secret: whoever knows it can deliver. */
  url: string;
  props: Props;
}

/** What unsubscribing takes back. */
export interface Subscribed<Props, Result> extends Subscription<Props> {
  /** What subscribe returned; null when its answer was lost, then look for the address instead. */
  result: Result | null;
}

export interface Webhook<Props extends Json = any, Result extends Json = any> extends Common {
  /** What the subscription depends on; when it changes, Slipway unsubscribes and subscribes anew. */
  subscriptionProps?(target: { url: string }, context: Context): Props | Promise<Props>;
  /** May be run again with the same `context.key` when it is not known whether it succeeded. */
  subscribe?(subscription: Subscription<Props>, context: Context): Result | Promise<Result>;
  /** Is run by the very code that subscribed. What is gone already counts as unsubscribed. */
  unsubscribe?(subscription: Subscribed<Props, Result>, context: Context): unknown;
  run(request: WebhookRequest, context: Context): WebhookResponse | void | Promise<WebhookResponse | void>;
}

export function defineAction<Input = any, Output = unknown>(definition: Action<Input, Output>): ObjectHandle;
export function defineWebhook<Props extends Json = any, Result extends Json = any>(
  definition: Webhook<Props, Result>,
): ObjectHandle;
/** The names of some objects, for `uses`. */
export function uses(...objects: Array<string | ObjectHandle>): string[];
