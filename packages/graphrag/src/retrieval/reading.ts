import type { EngineTool } from '../types.js';
import { clausesOf } from './query-terms.js';

/** “Can you please”, “I'd like to”: who asks so asks for what comes then. */
const opening = String.raw`^(?:so|hey|hi|hello|please|ok|okay|well)?\s*(?:(?:can|could|would|will)\s+you\s+(?:please\s+)?|please\s+|I\s+(?:want|need|would\s+like|['’]d\s+like)\s+to\s+|I['’]d\s+like\s+to\s+)?`;
const toldOf = String.raw`(?:(?:tell\s+(?:me|us)|show\s+(?:me|us)|let\s+(?:me|us)\s+know|know|find\s+out|look\s+up|check)\s+(?:(?:if|whether|about)\s+)?)?`;
const asking = String.raw`(?:what|which|who|whose|whom|when|where|why|how|is|are|was|were|does|did|has|had|am\s+I|(?:do|have)\s+(?:I|we|you|they))\b`;
const looking = String.raw`(?:show|list|find|look\s+(?:up|for)|search|display|tell\s+(?:me|us)|count|read)\b`;
const courtesy = /^(?:hey|hi|hello|please|ok|okay|well|thanks|thank\s+you)$/iu;
const question = new RegExp(`${opening}(?:${toldOf}${asking}|${looking})`, 'iu');

/** Whether all that an English intent asks for is to know something. */
export function asksToKnow(text: string): boolean {
  const clauses = clausesOf(text).filter((clause) => !courtesy.test(clause));
  return clauses.length > 0 && clauses.every((clause) => question.test(clause));
}

const writing = new Set(
  `accept activate add adjust announce append apply approve archive arm assign block book buy cancel change charge clear close commit create
  deactivate delete deploy deposit disable disarm draft edit enable exchange fill follow forward give grant insert install invite issue
  kill lock make mark merge modify move mute notify open order page pause pay place play post publish purchase push put reactivate refund reject
  release remove rename renew reopen reply request reserve reset resolve restart restore resume return revoke rollback rotate save
  schedule sell send set share ship sign start stop submit subscribe switch transfer trigger turn unblock uninstall unlock unmute unpublish
  unsubscribe update upload void withdraw write`.split(/\s+/u),
);
/** With one of these in its name a tool tells of something: `order_history`, `post_list`. */
const telling = new Set(
  'availability balance check count detail details find get history info information list query read report search show stats statistics status summary view'.split(
    ' ',
  ),
);

/** Whether a tool changes something: as it says itself, or by an English verb at the beginning of its name. */
export function changesSomething({ name, readOnly }: Pick<EngineTool, 'name' | 'readOnly'>): boolean {
  if (readOnly === true) return false;
  const words = wordsOfName(name);
  return writing.has(words[0] ?? '') && !words.some((word) => telling.has(word));
}

/** In lower case, those of camel case apart. */
export function wordsOfName(name: string): readonly string[] {
  return name
    .replace(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu, ' ')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');
}
