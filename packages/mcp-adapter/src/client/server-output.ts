import { printable, writtenForms } from './written-forms.js';

const maximumLength = 8_192;
const excerptLength = 300;

/** The end of what a server wrote to stderr: bounded, made printable, without the secrets that it was given. */
export class ServerOutput {
  /** The longest first, since one may be inside of another. */
  readonly #secrets: readonly (readonly [form: string, name: string])[];
  /** So much that a secret of which the end is still to come is whole. */
  readonly #held: number;
  #text = '';

  /** @param environment the variables given to this server alone; their values never show */
  constructor(environment: Readonly<Record<string, string>> = {}) {
    this.#secrets = Object.entries(environment)
      .flatMap(([name, value]) => writtenForms(value).map((form) => [form, name] as const))
      .sort(([one], [other]) => other.length - one.length);
    this.#held = maximumLength + (this.#secrets[0]?.[0].length ?? 0);
  }

  append(text: string): void {
    this.#text += text;
    // Cut where no secret is any more, so that no half of one is left.
    if (this.#text.length > 2 * this.#held) this.#text = this.#hide(this.#text).slice(-this.#held);
  }

  get text(): string {
    return this.shown(this.#text).slice(-maximumLength);
  }

  /** Any text of this server as it may be shown: without control characters and without what it was given in secret. */
  shown(text: string): string {
    // user:password in the URLs of databases and proxies, which are given as arguments.
    return this.#hide(printable(text)).replaceAll(/(:\/\/)[^\s/@]+@/g, '$1[credentials]@');
  }

  /** The line that says most: the first that names an error, else the last. Empty when nothing was written. */
  get excerpt(): string {
    const lines = this.text.split('\n').filter((line) => line.trim() !== '');
    const line = lines.find((candidate) => /\berror\b|\berror:|Error:/i.test(candidate)) ?? lines.at(-1) ?? '';
    return line.trim().slice(0, excerptLength);
  }

  #hide(text: string): string {
    let hidden = text;
    for (const [form, name] of this.#secrets) hidden = hidden.replaceAll(form, () => `[${name}]`);
    return hidden;
  }
}
