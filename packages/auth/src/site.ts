import { AuthError } from './errors/auth-error.js';

/** Where the gateway is, as browsers see it. */
export interface Site {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Of the routes: begins with a slash, and does not end with one. */
  readonly mountPath: string;
  /** Cookies get `Secure` and `__Host-`. */
  readonly isSecure: boolean;
}

/** @throws AuthError `INVALID_INPUT` */
export function parseSite(baseUrl: string, mountPath: string): Site {
  const url = typeof baseUrl === 'string' && URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  const isPlain = url?.pathname === '/' && url.search === '' && url.hash === '' && url.username + url.password === '';
  if (!url || !isPlain || !/^https?:$/.test(url.protocol)) {
    throw new AuthError('INVALID_INPUT', 'baseUrl must be scheme, host and port, such as https://gateway.example.');
  }
  const isSecure = url.protocol === 'https:';
  if (!isSecure && !isLoopbackHost(url.host)) {
    throw new AuthError('INVALID_INPUT', 'baseUrl must be https: cookies of http can be read on the way.', {
      hint: 'Only localhost, 127.0.0.1 and [::1] can do without.',
    });
  }
  if (!/^(\/[\w-]+)+$/.test(mountPath)) {
    throw new AuthError('INVALID_INPUT', 'mountPath must be a path such as /auth, of letters, digits, _ and -.');
  }
  return { origin: url.origin, mountPath, isSecure };
}

/** @param host With or without a port. */
export function isLoopbackHost(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i.test(host);
}
