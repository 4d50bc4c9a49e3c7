import type { FieldWeight } from './text-index.js';

/** The texts of a tool that are searched, in the order in which they are indexed. */
export const toolFields = [
  'name',
  'title',
  'description',
  'parameterNames',
  'parameterTexts',
  'server',
  'serverDescription',
] as const;

export type ToolField = (typeof toolFields)[number];

/** Every constant of the lexical ranking. One set for all catalogues. */
export interface LexicalSettings {
  /** What each text of a tool counts. */
  readonly fields: Readonly<Record<ToolField, FieldWeight>>;
  /** `k1` of BM25, above 0: how fast repeated occurrences stop counting. @default 1.4 */
  readonly saturation: number;
  /** How much of the score the best clause of an intent gives; the rest is the whole intent's. In [0, 1]. @default 0.3 */
  readonly clauseShare: number;
  /** Weight of a word's exact form beside its stem, which weighs 1. @default 0.3 */
  readonly exactFormWeight: number;
  /**
   * Weight of bare numbers: in intents they are dates, amounts and identifiers, seldom part of a tool's name.
   * @default 0.3
   */
  readonly numberWeight: number;
  /**
   * Weight of the known words that stand in for a word that no tool has: a misspelt, shortened or joined one. In
   * [0, 1]; 0 looks for none. @default 0.6
   */
  readonly similarWordWeight: number;
}

/** Changes to the settings; what is absent stays as it is. */
export type LexicalOptions = Partial<Omit<LexicalSettings, 'fields'>> & {
  readonly fields?: { readonly [Field in ToolField]?: Partial<FieldWeight> | undefined } | undefined;
};

/**
 * Chosen by coordinate search for the mean of recall@5 and nDCG@10 over eight public tool sets; the optimum is flat.
 * See docs/decisions/2026-11-23-lexical-ranking.md.
 */
export const lexicalSettings: LexicalSettings = {
  fields: {
    name: { weight: 2.5, lengthNormalization: 0.5 },
    title: { weight: 1, lengthNormalization: 0.5 },
    description: { weight: 1, lengthNormalization: 0.75 },
    parameterNames: { weight: 0.6, lengthNormalization: 1 },
    parameterTexts: { weight: 0.5, lengthNormalization: 0.5 },
    server: { weight: 1.5, lengthNormalization: 0.5 },
    serverDescription: { weight: 0.7, lengthNormalization: 0.75 },
  },
  saturation: 1.4,
  clauseShare: 0.3,
  exactFormWeight: 0.3,
  numberWeight: 0.3,
  similarWordWeight: 0.6,
};
