import {
  type LexicalOptions,
  type LexicalSettings,
  lexicalSettings,
  type ToolField,
  toolFields,
} from '../retrieval/lexical-settings.js';
import type { FieldWeight } from '../retrieval/text-index.js';
import { checkNames, checkObject, invalid } from './checks.js';

/** The settings with the caller's changes; each number must lie where its formula makes sense. */
export function readLexicalOptions(options: LexicalOptions | undefined): LexicalSettings {
  if (options === undefined) return lexicalSettings;
  checkObject(options, 'lexical');
  checkNames(options, lexicalSettings, 'lexical');
  const settings = { ...lexicalSettings, ...present(options), fields: readFields(options.fields) };
  checkNumber(settings.saturation, 'lexical.saturation', Number.MIN_VALUE, Number.MAX_VALUE);
  for (const name of ['clauseShare', 'similarWordWeight'] as const)
    checkNumber(settings[name], `lexical.${name}`, 0, 1);
  for (const name of ['exactFormWeight', 'numberWeight'] as const) checkNumber(settings[name], `lexical.${name}`, 0);
  return settings;
}

function readFields(options: LexicalOptions['fields']): LexicalSettings['fields'] {
  if (options === undefined) return lexicalSettings.fields;
  checkObject(options, 'lexical.fields');
  checkNames(options, lexicalSettings.fields, 'lexical.fields');
  const fields = toolFields.map((field): [ToolField, FieldWeight] => {
    const what = `lexical.fields.${field}`;
    const changes = options[field] ?? {};
    checkObject(changes, what);
    checkNames(changes, lexicalSettings.fields[field], what);
    const weight = { ...lexicalSettings.fields[field], ...present(changes) };
    checkNumber(weight.weight, `${what}.weight`, 0);
    checkNumber(weight.lengthNormalization, `${what}.lengthNormalization`, 0, 1);
    return [field, weight];
  });
  return Object.fromEntries(fields) as Record<ToolField, FieldWeight>;
}

function present<Options extends object>(options: Options): Options {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Options;
}

function checkNumber(value: unknown, what: string, minimum: number, maximum: number = Number.MAX_VALUE): void {
  if (typeof value === 'number' && value >= minimum && value <= maximum) return;
  if (maximum < Number.MAX_VALUE) invalid(what, `a number from ${minimum} to ${maximum}`);
  invalid(what, minimum > 0 ? 'a finite number above 0' : 'a finite number of at least 0');
}
