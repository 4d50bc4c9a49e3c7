import type { RelatedToolsOptions } from '../graph-answers.js';
import { checkNames, checkObject, checkOptionalCount, invalid, type NamesOf } from './checks.js';

const names: NamesOf<RelatedToolsOptions> = { limit: true, weighted: true };

export function readRelatedToolsOptions(options: unknown = {}): RelatedToolsOptions {
  checkObject(options, 'options');
  checkNames(options, names, 'options');
  const { limit, weighted } = options as RelatedToolsOptions;
  checkOptionalCount(limit, 'options.limit', 0);
  if (weighted !== undefined && typeof weighted !== 'boolean') invalid('options.weighted', 'true or false');
  return { limit, weighted };
}
