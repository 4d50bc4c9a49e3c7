/** The answers to a word that has no value yet, and to one that the table does not take. */
export const absent = -1;
export const refused = -2;

/** Longer words are rare, and data more often than words. Terms have a mark more than words. */
const maximumLength = 65;

/**
 * Values (whole numbers below 2³¹) of ASCII words, which are looked up where they stand in a text. A map would need each
 * word cut out and hashed as a text of its own: most of what it costs to index one.
 */
export class WordTable {
  size = 0;
  /** Open addressing with linear probing: number of an entry + 1, or 0. */
  private places = new Uint32Array(2048);
  private hashes = new Int32Array(1024);
  private values = new Int32Array(1024);
  /** Where the letters of an entry end; they begin where those of the one before end. */
  private ends = new Uint32Array(1024);
  private letters = new Uint8Array(8192);
  /** The word that was looked up last. */
  private readonly asked = new Uint8Array(maximumLength);
  private askedLength = 0;
  private askedHash = 0;

  /** The value of the word from `start` to `end`, `absent` or `refused`. */
  find(text: string, start: number, end: number): number {
    const length = end - start;
    if (length > maximumLength) return refused;
    const hash = readLetters(text, start, length, this.asked);
    if (hash === refused) return refused;
    this.askedLength = length;
    this.askedHash = hash;
    const { places, hashes, ends, letters, asked } = this;
    const mask = places.length - 1;
    for (let place = spread(hash) & mask; ; place = (place + 1) & mask) {
      const entry = places[place]! - 1;
      if (entry < 0) return absent;
      if (hashes[entry] !== hash) continue;
      const first = entry === 0 ? 0 : ends[entry - 1]!;
      if (ends[entry]! - first === length && areEqual(letters, first, asked, length)) return this.values[entry]!;
    }
  }

  /** Gives the word that was looked up last, and was absent, a value. */
  add(value: number): void {
    const entry = this.size++;
    if (entry === this.hashes.length) this.makeRoom();
    const start = entry === 0 ? 0 : this.ends[entry - 1]!;
    const end = start + this.askedLength;
    if (end > this.letters.length) this.letters = copied(this.letters, new Uint8Array(2 * this.letters.length));
    for (let index = 0; index < this.askedLength; index++) this.letters[start + index] = this.asked[index]!;
    this.ends[entry] = end;
    this.values[entry] = value;
    this.hashes[entry] = this.askedHash;
    this.place(entry);
  }

  clear(): void {
    this.size = 0;
    this.places.fill(0);
  }

  private place(entry: number): void {
    const mask = this.places.length - 1;
    let place = spread(this.hashes[entry]!) & mask;
    while (this.places[place] !== 0) place = (place + 1) & mask;
    this.places[place] = entry + 1;
  }

  private makeRoom(): void {
    const capacity = 2 * this.hashes.length;
    this.hashes = copied(this.hashes, new Int32Array(capacity));
    this.values = copied(this.values, new Int32Array(capacity));
    this.ends = copied(this.ends, new Uint32Array(capacity));
    this.places = new Uint32Array(2 * capacity);
    for (let entry = 0; entry < capacity / 2; entry++) this.place(entry);
  }
}

// Loops over letters are functions of texts and typed arrays alone: what is compiled for them outlives a table.

/** Reads a word; its hash, not negative, or `refused`. */
function readLetters(text: string, start: number, length: number, letters: Uint8Array): number {
  // 32-bit FNV-1a (RFC 9923).
  let hash = 0x811c9dc5 | 0;
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(start + index);
    if (code >= 128) return refused;
    letters[index] = code;
    hash = Math.imul(hash ^ code, 0x01000193);
  }
  return hash & 0x7fffffff;
}

function areEqual(letters: Uint8Array, start: number, others: Uint8Array, length: number): boolean {
  for (let index = 0; index < length; index++) if (letters[start + index] !== others[index]) return false;
  return true;
}

/** FNV's low bits of short words are poor; the high ones are not. */
function spread(hash: number): number {
  return hash ^ (hash >>> 15);
}

function copied<Values extends { set(values: Values): void }>(values: Values, larger: Values): Values {
  larger.set(values);
  return larger;
}
