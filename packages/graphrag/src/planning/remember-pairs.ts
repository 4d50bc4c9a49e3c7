/** Asks about every pair once: the order of steps, their edges and the plans of one intent all ask about the same ones. */
export function rememberPairs<Answer>(ask: (a: string, b: string) => Answer): (a: string, b: string) => Answer {
  const answers = new Map<string, Map<string, Answer>>();
  return (a, b) => {
    let withA = answers.get(a);
    if (withA === undefined) {
      withA = new Map();
      answers.set(a, withA);
    }
    if (!withA.has(b)) withA.set(b, ask(a, b));
    return withA.get(b) as Answer;
  };
}
