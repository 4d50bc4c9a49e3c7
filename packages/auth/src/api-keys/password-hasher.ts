/** Turns a key into what may be stored of it. Give another one to runtimes without native code. */
export interface PasswordHasher {
  /** Text that says by itself how it was made: algorithm, parameters, salt and hash. */
  hash(password: string): Promise<string>;
  /** Whether the text was made of this password; false for a text that this hasher does not know. */
  verify(hash: string, password: string): Promise<boolean>;
  /** Whether the text was made with less than is asked for today. */
  needsRehash(hash: string): boolean;
}
