const lineFeed = 10;

/**
 * Cuts a byte stream into lines of UTF-8. Bytes are joined once a line, so that a long one costs linear time.
 * @returns a function to give the chunks to; it answers false once more than `maximumBytes` came without a line end
 */
export function createLineReader(onLine: (line: string) => void, maximumBytes: number): (chunk: Buffer) => boolean {
  let parts: Buffer[] = [];
  let held = 0;
  return (chunk) => {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      const line = Buffer.concat([...parts, chunk.subarray(start, end)]).toString('utf8');
      parts = [];
      held = 0;
      start = end + 1;
      onLine(line);
    }
    parts.push(chunk.subarray(start));
    held += chunk.length - start;
    return held <= maximumBytes;
  };
}
