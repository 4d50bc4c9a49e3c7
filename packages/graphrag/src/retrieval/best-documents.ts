import type { ScoreBoard } from './score-board.js';

/** A term of a query as it is looked up. */
export interface SoughtTerm {
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

/** Documents of which only the best are asked for, apart from those of other groups. */
export interface DocumentGroup {
  readonly documents: readonly number[];
  /** How many of them are wanted. */
  readonly wanted: number;
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
 */
export function findBest(
  terms: readonly SoughtTerm[],
  groups: readonly DocumentGroup[],
  groupOf: (document: number) => number,
  board: ScoreBoard,
): Uint32Array {
  const order = terms.filter(({ count }) => count > 0).sort((a, b) => b.bound - a.bound);
  const rest = sumsFromEnd(order.map(({ bound }) => bound));
  const large = groups.map(({ documents, wanted }) => documents.length > smallGroup * wanted);
  const slack = tolerance * rest[0]!;
  /** What a document needs to be among the wanted; nothing new is, where all could still get more. */
  const leastOf = (documents: Uint32Array) =>
    groups.map(({ wanted }, group) =>
      large[group] ? kthHighest(documents, board.scores, wanted, (each) => groupOf(each) === group) - slack : Infinity,
    );

  let next = 0;
  let least: readonly number[] = [];
  for (; next < order.length; next++) {
    const isCheap = lookupCost * order[next]!.count < board.count;
    if (next > 0 && !isCheap) {
      least = leastOf(board.touched.subarray(0, board.count));
      if (least.every((score) => rest[next]! < score)) break;
    }
    const { documents, amounts } = order[next]!.gains();
    board.addAll(documents, amounts, order[next]!.factor);
  }

  const isLarge = (document: number) => large[groupOf(document)] === true;
  let candidates = board.touched.slice(0, board.count).filter(isLarge);
  for (; next < order.length; next++) {
    candidates = candidates.filter((each) => board.scores[each]! + rest[next]! >= least[groupOf(each)]!);
    addTo(candidates, order[next]!, board);
    least = leastOf(candidates);
  }
  const small = groups.flatMap(({ documents }, group) => (large[group] ? [] : documents));
  const best = Uint32Array.from([
    ...candidates.filter((each) => board.scores[each]! >= (least[groupOf(each)] ?? 0)),
    ...small,
  ]);
  for (const document of best) setExactly(document, terms, board);
  return best.filter((document) => board.scores[document]! > 0);
}

function sumsFromEnd(amounts: readonly number[]): Float64Array {
  const sums = new Float64Array(amounts.length + 1);
  for (let place = amounts.length - 1; place >= 0; place--) sums[place] = sums[place + 1]! + amounts[place]!;
  return sums;
}

/** The k-th highest score, 0 where there are fewer. */
function kthHighest(
  documents: Uint32Array,
  scores: Float64Array,
  k: number,
  isCounted: (document: number) => boolean,
): number {
  const highest = new Float64Array(k);
  for (let place = 0; place < documents.length; place++) {
    const score = scores[documents[place]!]!;
    if (score <= highest[0]! || !isCounted(documents[place]!)) continue;
    let at = 0;
    for (; at + 1 < k && highest[at + 1]! < score; at++) highest[at] = highest[at + 1]!;
    highest[at] = score;
  }
  return highest[0]!;
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

/** Sums up in the order of the query, as for all documents: to the last bit. */
function setExactly(document: number, terms: readonly SoughtTerm[], board: ScoreBoard): void {
  let sum = 0;
  for (const term of terms) sum += term.factor * term.amountIn(document);
  board.put(document, sum);
}
