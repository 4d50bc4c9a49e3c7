/** The tools that a tool shares an edge with, and how strongly, in (0, 1]. */
export type Ties = ReadonlyMap<string, number>;

/**
 * The Adamic–Adar index of a tool with every other that shares a neighbour with it: the fewer tools a shared neighbour
 * has around it, the more it says.
 *
 *     A(x, y) = Σ_z 1 / ln degree(z)                        over z in ties(x) ∩ ties(y)
 *     A(x, y) = Σ_z c(x, z) · c(z, y) / ln degree(z)        weighted; the same where all c are 1
 *
 * (Adamic, Adar: Friends and neighbors on the Web, 2003; the weight of a shared neighbour is the confidence that both
 * ties are there, if they are independent.) Ties have no direction: two tools that need the same one are related, as
 * are two that the same one needs.
 */
export function adamicAdar(toolId: string, tiesOf: (toolId: string) => Ties, isWeighted: boolean): Map<string, number> {
  const scores = new Map<string, number>();
  for (const [shared, confidence] of tiesOf(toolId)) {
    const around = tiesOf(shared);
    for (const [other, otherConfidence] of around) {
      if (other === toolId) continue;
      // A tool shared by two has a degree of at least 2.
      const score = (isWeighted ? confidence * otherConfidence : 1) / Math.log(around.size);
      scores.set(other, (scores.get(other) ?? 0) + score);
    }
  }
  return scores;
}
