import { testEmbedder } from '@agentcards/conformance/vitest';
import { createStaticEmbedder } from '@agentcards/embedder-static';
import { expect, test } from 'vitest';

testEmbedder(() => createStaticEmbedder(), {
  title: '@agentcards/embedder-static',
  capabilities: ['cancellation'],
});

test('vectors of @agentcards/embedder-static have unit norm, or none', async () => {
  const embedder = await createStaticEmbedder();
  const vectors = await embedder.embed(['Give the money of an order back', 'a', '', '搜索航班和酒店'], {
    kind: 'query',
  });
  const norms = vectors.map((vector) => Math.hypot(...vector));
  for (const norm of norms) expect(Math.abs(norm - Math.round(norm))).toBeLessThan(1e-3);
  expect(norms[0]).toBeCloseTo(1, 3);
});
