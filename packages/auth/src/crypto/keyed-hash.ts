import { encodeBase64Url } from './base64url.js';

/**
 * HMAC-SHA-256, as base64url, with a key that is this process's own and never leaves it. By the runtime's `node:crypto`
 * where there is one: WebCrypto takes several times as long to answer, and this is asked for every request.
 */
export function createKeyedHash(): (text: string) => Promise<string> | string {
  const key = crypto.getRandomValues(new Uint8Array(32));
  const node = globalThis.process?.getBuiltinModule?.('node:crypto');
  if (node) return (text) => node.createHmac('sha256', key).update(text).digest('base64url');
  const imported = crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return async (text) =>
    encodeBase64Url(new Uint8Array(await crypto.subtle.sign('HMAC', await imported, new TextEncoder().encode(text))));
}
