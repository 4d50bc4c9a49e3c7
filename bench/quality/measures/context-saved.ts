import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import type { Tool } from '../../data/data-set.js';
import type { Finding } from '../finding.js';
import { mean } from '../mean.js';
import type { Subject } from '../subject.js';

const topK = 5;
const goalSet = 'livemcp';

/** F18: tokens (o200k_base) of all definitions against those of an answer, the first five with what they require. */
export function measureContextSaved(subjects: readonly Subject[]): Finding[] {
  return subjects
    .filter(({ set, queries }) => set.name === goalSet && queries.length > 0)
    .map(({ set, queries, embedded, cold }) => {
      const toolOf = new Map(set.tools.map((tool) => [tool.id, tool]));
      const answers = queries.map(({ text }) => {
        const { results } = cold.search({ ...embedded.query(text), topK });
        return tokensOf(results.map(({ toolId }) => toolOf.get(toolId)!));
      });
      const all = tokensOf(set.tools);
      return {
        point: 'F18',
        what: `${set.name}: tokens of an answer (top ${topK} with requirements), share of all definitions`,
        value: mean(answers) / all,
        details: [
          `all ${set.tools.length} definitions: ${all} tokens; an answer: ${Math.round(mean(answers))} on average, ` +
            `at most ${Math.max(...answers)}; ${(100 * (1 - mean(answers) / all)).toFixed(1)} % saved`,
        ],
      };
    });
}

/** As definitions are given to a model: name, description and input schema as JSON. */
function tokensOf(tools: readonly Tool[]): number {
  return countTokens(
    JSON.stringify(tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }))),
  );
}
