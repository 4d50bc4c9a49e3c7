import type { ScoreBoard } from './score-board.js';

/** A term of a query as it is looked up. */
export interface SoughtTerm {
  /** Undefined where no document contains it. */
  readonly id: number | undefined;
  /** What its amounts are multiplied by. */
  readonly factor: number;
  /** No document gets a larger product. */
  readonly bound: number;
  /** Documents that contain it. */
  readonly count: number;
  /** All of them, with what it adds to each before the factor. */
  gains(): { readonly documents: Uint32Array; readonly amounts: Float32Array };
  /** The same of one document, 0 where it does not contain the term. */
  amountIn(document: number): number;
}

/** Documents of which only the best are asked for, apart from those of other groups; one may be of several. */
export interface DocumentGroup {
  readonly documents: ReadonlySet<number>;
  /** How many of them are wanted. */
  readonly wanted: number;
}

/** A group of which not all documents are looked up. */
interface LargeGroup {
  readonly wanted: number;
  /** Of `groupsOf`. */
  readonly bit: number;
}

/** Sums in another order differ in their last digits: that much, as a share of the highest, is no difference. */
const tolerance = 1e-9;
/** Looking one document up costs as much as passing over so many. */
const lookupCost = 12;
/** Groups of so few documents a wanted one are all looked up. */
const smallGroup = 4;

/**
 * The documents that can be among the wanted of any group, and perhaps a few more: all that share a term with the query
 * and score as much as the last of these. Puts their exact scores on the board. In the way of MaxScore (Turtle and
 * Flood: Query evaluation, 1995): rare terms come first, and once what the others could add is less than what the last
 * wanted document has, these only matter to documents that are there already. Terms that most documents have, which are
 * nearly all there is to read, are hardly read.
 *
 * `groupsOf` has the groups of each document: the n-th bit is set where it is of the n-th. `termsIn` gives
 * the ids of its terms.
 */
export function findBest(
  terms: readonly SoughtTerm[],
  groups: readonly DocumentGroup[],
  groupsOf: ArrayLike<number>,
  termsIn: (document: number) => Iterable<number>,
  board: ScoreBoard,
): Uint32Array {
  const order = terms.filter(({ count }) => count > 0).sort((a, b) => b.bound - a.bound);
  const rest = sumsFromEnd(order.map(({ bound }) => bound));
  const slack = tolerance * rest[0]!;
  // None is worth a look here whose group is looked up as a whole.
  const isSmall = ({ documents, wanted }: DocumentGroup) => documents.size <= smallGroup * wanted;
  const large = groups.flatMap((group, place): readonly LargeGroup[] =>
    isSmall(group) ? [] : [{ wanted: group.wanted, bit: 1 << place }],
  );
  let last = large.map(() => 0);
  /** What a document of each large group needs to be wanted. */
  const leastAmong = (documents: Uint32Array, count: number) => {
    last = lastWanted(documents.subarray(0, count), large, groupsOf, board.scores, last);
    return last.map((score) => score - slack);
  };

  let next = 0;
  let least = last.map((score) => score - slack);
  let lastCheck = 0;
  for (; next < order.length; next++) {
    // The last wanted document has no more than it had and what the terms since then give, and passing over all costs too.
    const mayBeEnough = least.every((score) => 2 * rest[next]! < score + rest[lastCheck]!);
    if (mayBeEnough && lookupCost * order[next]!.count > board.count) {
      least = leastAmong(board.touched, board.count);
      lastCheck = next;
      if (least.every((score) => rest[next]! < score)) break;
    }
    const { documents, amounts } = order[next]!.gains();
    board.addAll(documents, amounts, order[next]!.factor);
  }
  if (next === order.length) least = leastAmong(board.touched, board.count);

  let candidates = board.touched.slice(0, board.count);
  const dropHopeless = () => {
    let kept = 0;
    for (let place = 0; place < candidates.length; place++) {
      const document = candidates[place]!;
      const reachable = board.scores[document]! + rest[next]!;
      for (let group = 0; group < large.length; group++) {
        if ((groupsOf[document]! & large[group]!.bit) === 0 || reachable < least[group]!) continue;
        candidates[kept++] = document;
        break;
      }
    }
    candidates = candidates.subarray(0, kept);
  };
  dropHopeless();
  while (next < order.length) {
    addTo(candidates, order[next]!, board);
    next++;
    least = leastAmong(candidates, candidates.length);
    dropHopeless();
  }
  const small = groups.filter(isSmall).flatMap(({ documents }) => Array.from(documents));
  const best = Uint32Array.from(new Set([...candidates, ...small]));
  const scoreOf = createScoring(terms, termsIn);
  for (const document of best) board.put(document, scoreOf(document));
  return best.filter((document) => board.scores[document]! > 0);
}

function sumsFromEnd(amounts: readonly number[]): Float64Array {
  const sums = new Float64Array(amounts.length + 1);
  for (let place = amounts.length - 1; place >= 0; place--) sums[place] = sums[place + 1]! + amounts[place]!;
  return sums;
}

/** By group, the score of the last wanted document, which is no lower than it was before; 0 where there never were so many. */
function lastWanted(
  documents: Uint32Array,
  groups: readonly LargeGroup[],
  groupsOf: ArrayLike<number>,
  scores: Float64Array,
  before: readonly number[],
): number[] {
  return groups.map(({ wanted, bit }, group) => {
    // Ascending, without the lowest: most documents have less and never come here.
    const best = new Float64Array(wanted).fill(before[group]!);
    for (const document of documents) {
      const score = scores[document]!;
      if (score <= best[0]! || (groupsOf[document]! & bit) === 0) continue;
      let at = 0;
      for (; at + 1 < wanted && best[at + 1]! < score; at++) best[at] = best[at + 1]!;
      best[at] = score;
    }
    return best[0]!;
  });
}

/** Adds a term to what the candidates have; others may get it too. */
function addTo(candidates: Uint32Array, term: SoughtTerm, board: ScoreBoard): void {
  if (lookupCost * candidates.length < term.count) {
    for (const document of candidates) board.add(document, term.factor * term.amountIn(document));
  } else {
    const { documents, amounts } = term.gains();
    board.addAll(documents, amounts, term.factor);
  }
}

/**
 * Sums up in the order of the query, as for all documents: to the last bit. A document has fewer terms than it takes steps to look
 * for it in the documents of each of the query's.
 */
function createScoring(
  terms: readonly SoughtTerm[],
  termsIn: (document: number) => Iterable<number>,
): (document: number) => number {
  const placeOf = new Map(terms.map(({ id }, place) => [id, place]));
  const amounts = new Float64Array(terms.length);
  return (document) => {
    amounts.fill(0);
    for (const id of termsIn(document)) {
      const place = placeOf.get(id);
      if (place !== undefined) amounts[place] = terms[place]!.amountIn(document);
    }
    return terms.reduce((sum, { factor }, place) => sum + factor * amounts[place]!, 0);
  };
}
