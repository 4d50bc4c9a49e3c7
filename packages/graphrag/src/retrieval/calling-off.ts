import { asksToKnow, wordsOfName } from './reading.js';

const notAnyMore = String.raw`(?:no\s+longer|(?:do|does|is|are|will)(?:n[’']?t|\s+not)|won[’']?t|can[’']?t|cannot)\s+(?:be\s+)?`;
/** Of “does not work” somebody complains who wants it mended. */
const wanted = String.raw`(?:needs?|wants?|waits?|wish(?:es)?|requires?|com(?:e|es|ing)|attend(?:s|ing)?|having|taking)\b`;
/** “The next stop” is none. */
const beginning = String.raw`(?<=(?:^|[,.;:!?\n]|\b(?:and|then|please|to|should|must))\s*)`;
const undoing = String.raw`(?:cancel|abort|retract|discard|remov|delet|revok)\p{L}*|withdr[ae]w\p{L}*|undo|scrap|${beginning}stop`;
const sayingOff = String.raw`call(?:s|ed|ing)?\s+(?:\S{1,40}\s+)?off|(?:is|are|was)\s+off|get\s+rid\s+of`;
const takingAway = String.raw`(?:take|throw|pull|strike|cross)\s+(?:\S{1,40}\s+){0,5}?(?:off|out|away|down|back)`;
const callingOff = new RegExp(
  String.raw`\b(?:${notAnyMore}${wanted}|(?:${undoing}|${sayingOff}|${takingAway})\b)`,
  'iu',
);

/** Whether an English text undoes something, or tells that something is not wanted any more; who asks undoes nothing. */
export function callsOff(text: string): boolean {
  return callingOff.test(text) && !asksToKnow(text);
}

const undoingVerbs = new Set(
  `abort archive block cancel clear close deactivate decline delete destroy disable discard dismiss drop end erase kill leave lock mute
  pause purge refund reject release remove reset restore return reverse revert revoke rollback skip stop suspend terminate undo void
  withdraw`.split(/\s+/u),
);
/** `unlock`, `unpublish`; not `unit`, `union` or `unread`. */
const undone = /^un(?!i|read)\p{L}{4}/u;

/** Whether a tool undoes something, as far as an English verb in its name says. */
export function takesBack(name: string): boolean {
  return wordsOfName(name).some((word) => undoingVerbs.has(word) || undone.test(word));
}
