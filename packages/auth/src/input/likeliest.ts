/** The one name that was probably meant: more than half of it is there at the two ends. Undefined where none was. */
export function likeliest(written: string, names: readonly string[]): string | undefined {
  const close = names.filter((name) => isClose(written.toLowerCase(), name.toLowerCase()));
  return close.length === 1 ? close[0] : undefined;
}

function isClose(one: string, other: string): boolean {
  const shorter = Math.min(one.length, other.length);
  let [begin, end] = [0, 0];
  while (begin < shorter && one[begin] === other[begin]) begin++;
  while (end < shorter - begin && one.at(-1 - end) === other.at(-1 - end)) end++;
  return 2 * (begin + end) > Math.max(one.length, other.length);
}
