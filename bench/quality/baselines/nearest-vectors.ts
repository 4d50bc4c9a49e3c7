/** Ids of tools by the cosine of their vectors with that of a text, best first, ties by id. Vectors have unit norm. */
export function rankByVectors(
  tools: readonly { readonly toolId: string; readonly embedding: Float32Array }[],
  query: Float32Array,
): string[] {
  return nearestByVectors(tools, query).map(({ toolId }) => toolId);
}

/** The same with the cosines. */
export function nearestByVectors(
  tools: readonly { readonly toolId: string; readonly embedding: Float32Array }[],
  query: Float32Array,
): { readonly toolId: string; readonly cosine: number }[] {
  return tools
    .map(({ toolId, embedding }) => ({ toolId, cosine: dot(embedding, query) }))
    .sort((left, right) => right.cosine - left.cosine || (left.toolId < right.toolId ? -1 : 1));
}

function dot(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) sum += left[index]! * right[index]!;
  return sum;
}
