import { posix } from 'node:path';
import ts from 'typescript';
import { readSource } from './repository.js';

/** `static` loads with the file, `lazy` by `import()` when asked, `type` never. */
export interface ModuleImport {
  readonly specifier: string;
  readonly kind: 'static' | 'lazy' | 'type';
}

/** Every module that a source text names, as the TypeScript parser sees it. */
export function importsIn(text: string): ModuleImport[] {
  const found: ModuleImport[] = [];
  const add = (node: ts.Node, kind: ModuleImport['kind']) => {
    if (!ts.isStringLiteralLike(node)) throw new Error(`A module is named by an expression: ${node.getText()}`);
    found.push({ specifier: node.text, kind });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword ? 'type' : 'static');
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
      add(node.moduleSpecifier, node.isTypeOnly ? 'type' : 'static');
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, 'type');
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0]!, 'lazy');
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true));
  return found;
}

export interface SourceImports {
  /** Imported files of the same package. */
  readonly files: readonly { readonly path: string; readonly kind: ModuleImport['kind'] }[];
  /** Imported modules: `node:fs`, `zod`, `@agentcards/core/schemas`. */
  readonly modules: readonly ModuleImport[];
}

export function importsOfFile(folder: string, path: string): SourceImports {
  const all = importsIn(readSource(folder, path));
  const isRelative = ({ specifier }: ModuleImport) => specifier.startsWith('.');
  return {
    files: all.filter(isRelative).map(({ specifier, kind }) => ({
      path: posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts'),
      kind,
    })),
    modules: all.filter((one) => !isRelative(one)),
  };
}

/** `@agentcards/core/schemas` → `@agentcards/core`; `node:fs/promises` → `node:`. */
export function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node:';
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
