/** Longest causes that are looked at; a chain that is longer is left out. */
const maxDepth = 8;

/** Puts `[secret]` in the place of every secret. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text);
}

/** The error, or another one in its place where it or one of its causes quotes a secret. */
export function withoutSecrets(error: unknown, secrets: readonly string[]): unknown {
  let cause = error;
  for (let depth = 0; depth < maxDepth; depth += 1) {
    if (!(cause instanceof Error)) {
      return cause === undefined || cause === null ? error : new Error(redact(String(error), secrets));
    }
    const own = Object.values(cause).filter((value) => typeof value === 'string');
    const said = [cause.message, cause.stack ?? '', ...own].join('\n');
    if (redact(said, secrets) !== said) break;
    cause = cause.cause;
  }
  return new Error(`The cause is left out, it quotes a secret: ${redact(String(error), secrets)}`);
}
