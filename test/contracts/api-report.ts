import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { entriesOf, root } from './repository.js';

/**
 * What users see of a built package: for each entry the names that it exports at run time and as types, then every
 * declaration that these lean on, exported or not. Without comments, in alphabetical order and whichever files the
 * bundler cut them into, so that nothing but a change of the surface changes it.
 */
export async function apiReport(folder: string): Promise<string> {
  const dist = join(root, 'packages', folder, 'dist');
  const files = readdirSync(dist)
    .filter((name) => name.endsWith('.d.ts'))
    .map((name) => join(dist, name));
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
  });

  const entries = entriesOf(folder).map(async ({ name, javascript, declarations }) => {
    const values = Object.keys(await import(pathToFileURL(javascript).href)).sort();
    const types = exportedNames(program, declarations).filter((exported) => !values.includes(exported));
    return `// ${name}\n${exportList('export', values)}${exportList('export type', types)}`;
  });
  const statements = files
    .map((file) => program.getSourceFile(file)!)
    .flatMap((file) => file.statements.filter(isOfSurface).map((statement) => printInOrder(statement, file)));
  return [...(await Promise.all(entries)), ...[...new Set(statements)].sort()].join('\n');
}

const printer = ts.createPrinter({ removeComments: true });

/** Members and alternatives are sorted: where types are inferred, their order differs from build to build. */
function printInOrder(statement: ts.Statement, file: ts.SourceFile): string {
  const print = (node: ts.Node) => printer.printNode(ts.EmitHint.Unspecified, node, file);
  const sort = <Node extends ts.Node>(nodes: readonly Node[]) =>
    ts.factory.createNodeArray(
      nodes
        .map((node) => ({ node, text: print(node) }))
        .sort((one, other) => (one.text < other.text ? -1 : 1))
        .map(({ node }) => node),
    );
  const visit = (node: ts.Node): ts.Node => {
    const visited = ts.visitEachChild(node, visit, undefined);
    if (ts.isUnionTypeNode(visited)) return ts.factory.updateUnionTypeNode(visited, sort(visited.types));
    if (ts.isTypeLiteralNode(visited) && visited.members.every(ts.isPropertySignature)) {
      return ts.factory.updateTypeLiteralNode(visited, sort(visited.members));
    }
    return visited;
  };
  return print(visit(statement));
}

function exportedNames(program: ts.Program, file: string): string[] {
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(file)!);
  return module
    ? checker
        .getExportsOfModule(module)
        .map(({ name }) => name)
        .sort()
    : [];
}

function exportList(keyword: string, names: readonly string[]): string {
  return names.length === 0 ? '' : `${keyword} {\n${names.map((name) => `  ${name},\n`).join('')}};\n`;
}

/** Exports are in the lists, and how the bundler's files import each other is nobody's business. */
function isOfSurface(statement: ts.Statement): boolean {
  if (ts.isExportDeclaration(statement)) return false;
  if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return true;
  return !statement.moduleSpecifier.text.startsWith('.');
}
