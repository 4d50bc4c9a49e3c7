/** Orders texts as their UTF-8 bytes are ordered, which is by code point; JavaScript's `<` goes by UTF-16 units. */
export function compareTexts(left: string, right: string): number {
  for (let place = 0; place < left.length && place < right.length; ) {
    const [one, other] = [left.codePointAt(place)!, right.codePointAt(place)!];
    if (one !== other) return one - other;
    place += one > 0xffff ? 2 : 1;
  }
  return left.length - right.length;
}
