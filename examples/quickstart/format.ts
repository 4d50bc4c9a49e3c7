const wholeNumbers = new Intl.NumberFormat('en');

/** 357995 → "357,995" */
export function count(value: number): string {
  return wholeNumbers.format(value);
}

/** Milliseconds → "240 ms" or, from a second on, "2.4 s". */
export function duration(milliseconds: number): string {
  return milliseconds < 999.5 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1_000).toFixed(1)} s`;
}

/** The text in at most `width` characters; what is cut off shows as an ellipsis. */
export function fit(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** Cells side by side, each cut or filled to its width (right-aligned when negative), with no blanks at the end. */
export function row(cells: readonly string[], widths: readonly number[]): string {
  const filled = cells.map((cell, index) => {
    const width = widths[index] ?? cell.length;
    const text = fit(cell, Math.abs(width));
    return width < 0 ? text.padStart(-width) : text.padEnd(width);
  });
  return filled.join('  ').trimEnd();
}

/** The words of a text in lines of at most `width` characters; a longer word has a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.trim().split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
