/**
 * Where in a row of answers the habit behind them may have changed: the places before which there are `least` answers or more and
 * from which on as many, of another time. Times ascend; what has none is Infinity, and last.
 */
export function changePlaces(times: readonly number[], least: number): readonly number[] {
  return Array.from(times.keys())
    .slice(least, Math.max(0, times.length + 1 - least))
    .filter((place) => times[place - 1]! < times[place]! && times[place]! < Infinity);
}
