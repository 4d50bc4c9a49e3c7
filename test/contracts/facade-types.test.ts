import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { entriesOf, root } from './repository.js';

/**
 * Whoever fills a port imports `@agentcards/core`, where what it is made of is exported too; of what a `TransferKind` is
 * the kind, users see the name alone.
 */
const closed = new Set(['Store', 'ScoringEngine', 'TransferKind']);

test('every type that the types of agentcards name can be imported from it', () => {
  const [entry] = entriesOf('agentcards');
  const program = ts.createProgram([entry!.declarations], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
  });
  const checker = program.getTypeChecker();
  const resolved = (symbol: ts.Symbol) =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const file = checker.getSymbolAtLocation(program.getSourceFile(entry!.declarations)!)!;
  const exported = new Set(checker.getExportsOfModule(file).map(resolved));
  const seen = new Set(exported);
  const missing: string[] = [];
  const lookInto = (symbol: ts.Symbol) => {
    if (!closed.has(symbol.name)) symbol.declarations?.forEach(visit);
  };

  const visit = (node: ts.Node): void => {
    const name = ts.isTypeReferenceNode(node)
      ? node.typeName
      : ts.isExpressionWithTypeArguments(node)
        ? node.expression
        : undefined;
    const named = name && checker.getSymbolAtLocation(name);
    if (named !== undefined) {
      const symbol = resolved(named);
      const isOurs = symbol.declarations?.some(
        (each) =>
          /packages\/[\w-]+\/dist\//.test(each.getSourceFile().fileName) && !ts.isTypeParameterDeclaration(each),
      );
      if (isOurs && !seen.has(symbol)) {
        seen.add(symbol);
        // The facade's own options take the place of core's, which they extend.
        if (symbol.name !== 'AgentCardsOptions') missing.push(symbol.name);
        lookInto(symbol);
      }
    }
    ts.forEachChild(node, visit);
  };
  exported.forEach(lookInto);

  expect(missing.sort()).toEqual([]);
});

test('whatever option is undefined is as good as left out, also with exactOptionalPropertyTypes', () => {
  const options = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    noEmit: true,
    types: ['node'],
  };
  const path = join(root, 'test/contracts/exact-optional.ts');
  const text = `
    import { type AgentCardsOptions, createAgentCards } from 'agentcards';
    type Undefined = { readonly [Name in keyof AgentCardsOptions]-?: undefined };
    export const open = (nothing: Undefined) => createAgentCards(nothing);`;
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...rest) =>
    name === path ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022) : getSourceFile.call(host, name, ...rest);
  const program = ts.createProgram([path], options, host);
  const problems = ts.getPreEmitDiagnostics(program, program.getSourceFile(path));
  expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))).toEqual([]);
});
