import { entry } from '../entry.js';

/** Asks about every pair once: the order of steps, their edges and the plans of one intent all ask about the same ones. */
export function rememberPairs<Answer>(ask: (a: string, b: string) => Answer): (a: string, b: string) => Answer {
  const answers = new Map<string, Map<string, Answer>>();
  return (a, b) => {
    const withA = entry(answers, a, () => new Map<string, Answer>());
    if (!withA.has(b)) withA.set(b, ask(a, b));
    return withA.get(b) as Answer;
  };
}
