// The hoster's API, as far as it is needed here. Its address comes from the environment's variables.
async function ask(method, path, body, signal) {
  const response = await fetch(`${process.env.HOSTER_URL}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
    signal,
  });
  if (!response.ok && response.status !== 404) {
    throw new Error(`the hoster answered ${method} ${path} with ${response.status}`);
  }
  return response.status === 204 || response.status === 404 ? null : response.json();
}

/** Asked again with the same key, the hoster answers with the hook that there is. */
export function createHook({ url, events, key }, signal) {
  return ask('POST', '/hooks', { url, events, key }, signal);
}

/** By id where that is known, else by address: the answer that had the id may have been lost. */
export function deleteHook({ url, id }, signal) {
  return ask('DELETE', id ? `/hooks/${id}` : `/hooks?url=${encodeURIComponent(url)}`, undefined, signal);
}
