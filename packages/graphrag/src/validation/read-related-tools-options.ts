import type { RelatedToolsOptions } from '../graph-answers.js';
import { checkObject, checkOptionalCount, invalid } from './checks.js';

export function readRelatedToolsOptions(options: unknown = {}): RelatedToolsOptions {
  checkObject(options, 'options');
  const { limit, weighted } = options as RelatedToolsOptions;
  checkOptionalCount(limit, 'options.limit', 0);
  if (weighted !== undefined && typeof weighted !== 'boolean') invalid('options.weighted', 'true or false');
  return { limit, weighted };
}
