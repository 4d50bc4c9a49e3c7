declare module 'wink-bm25-text-search' {
  interface Bm25 {
    defineConfig(config: { fldWeights: Record<string, number> }): void;
    definePrepTasks(tasks: readonly ((input: never) => unknown)[]): void;
    addDoc(document: object, id: string | number): void;
    consolidate(): void;
    search(text: string, limit: number): [id: string, score: number][];
  }
  export default function createBm25(): Bm25;
}

declare module 'wink-nlp-utils' {
  const utilities: {
    readonly string: {
      readonly lowerCase: (text: string) => string;
      readonly tokenize0: (text: string) => string[];
    };
    readonly tokens: {
      readonly removeWords: (tokens: string[]) => string[];
      readonly stem: (tokens: string[]) => string[];
    };
  };
  export default utilities;
}
