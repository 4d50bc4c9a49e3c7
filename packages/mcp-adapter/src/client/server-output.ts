import { stripVTControlCharacters } from 'node:util';

const maximumLength = 8_192;
const excerptLength = 300;
/** Shorter values are not taken for secrets: hiding every `1` would make the text unreadable. */
const shortestSecret = 4;

/** The end of what a server wrote to stderr: bounded, made printable, without the secrets that it was given. */
export class ServerOutput {
  readonly #secrets: readonly [name: string, value: string][];
  #text = '';

  /** @param environment the variables given to this server alone; their values never show */
  constructor(environment: Readonly<Record<string, string>> = {}) {
    this.#secrets = Object.entries(environment)
      .filter(([, value]) => value.length >= shortestSecret)
      .sort(([, one], [, other]) => other.length - one.length);
  }

  append(text: string): void {
    // Twice the length is held, so that a secret is whole when it is looked for and not cut at the edge.
    this.#text = (this.#text + text).slice(-2 * maximumLength);
  }

  get text(): string {
    return this.shown(this.#text).slice(-maximumLength);
  }

  /** Any text of this server as it may be shown: without control characters and without what it was given in secret. */
  shown(text: string): string {
    let shown = stripVTControlCharacters(text).replaceAll(/[^\P{Cc}\n\t]/gu, '');
    for (const [name, value] of this.#secrets) shown = shown.replaceAll(value, `[${name}]`);
    // user:password in the URLs of databases and proxies, which are given as arguments.
    return shown.replaceAll(/(:\/\/)[^\s/@]+@/g, '$1[credentials]@');
  }

  /** The line that says most: the first that names an error, else the last. Empty when nothing was written. */
  get excerpt(): string {
    const lines = this.text.split('\n').filter((line) => line.trim() !== '');
    const line = lines.find((candidate) => /\berror\b|\berror:|Error:/i.test(candidate)) ?? lines.at(-1) ?? '';
    return line.trim().slice(0, excerptLength);
  }
}
