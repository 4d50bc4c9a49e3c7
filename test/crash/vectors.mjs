import { setTimeout } from 'node:timers/promises';

/** A server whose tools take a while to embed. */
export const manyTools = {
  server: 'files',
  tools: Array.from({ length: 160 }, (_, number) => ({
    name: `tool_${number}`,
    description: `Handles case ${number}`,
  })),
};

/**
 * One whose vectors are as long as its name.
 * @param {string} modelId
 */
export const slowEmbedder = (modelId) => ({
  modelId,
  dimensions: modelId.length,
  /** @param {readonly string[]} texts */
  async embed(texts) {
    await setTimeout(10);
    return texts.map((text) => vectorOf(text, modelId.length));
  },
});

/**
 * A vector that depends on the text, and on nothing else.
 * @param {string} text
 * @param {number} dimensions
 */
export function vectorOf(text, dimensions) {
  const codes = Array.from(text, (character) => character.charCodeAt(0));
  const sum = codes.reduce((total, code, index) => total + code * (index + 1), 0);
  return Float32Array.from({ length: dimensions }, (_, index) => Math.sin(sum * (index + 1)));
}
