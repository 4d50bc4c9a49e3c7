/**
 * Where a value stands inside an output or arguments: names of members joined by dots, `[]` for any item of a list,
 * `{}` for any member whose name looks like data, nothing for the whole. A text that holds JSON is entered as if it
 * were its content. `orders[].id`, `content[].text.order`.
 */
export type ValuePath = string;

const limits = { nameLength: 64, pathLength: 256 } as const;
const identifier = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u;
/** Numbers of orders and the like, which no two outputs share; `line_2` and `address1` are names. */
const numbered = /\d{3}/;
const pathSyntax = /^(?:[\p{L}_$][\p{L}\p{N}_$-]*|\{\}|\[\])(?:\.[\p{L}_$][\p{L}\p{N}_$-]*|\{\}|\[\])*$/u;

/** The path of a member of what stands at `path`; undefined where that is unknown or the path gets too long. */
export function memberPath(path: ValuePath | undefined, name: string, isList: boolean): ValuePath | undefined {
  if (path === undefined) return undefined;
  const member = extend(path, name, isList);
  return member.length > limits.pathLength ? undefined : member;
}

function extend(path: ValuePath, name: string, isList: boolean): ValuePath {
  if (isList) return `${path}[]`;
  // A name that is data would never be met again, and a value is not kept.
  if (name.length > limits.nameLength || numbered.test(name) || !identifier.test(name)) return `${path}{}`;
  return path === '' ? name : `${path}.${name}`;
}

export function isValuePath(text: string): boolean {
  return text.length <= limits.pathLength && (text === '' || pathSyntax.test(text));
}

/** How many choices are left open: which item, which member. */
export function openChoices(path: ValuePath): number {
  return path.split(/\[\]|\{\}/).length - 1;
}

/** The name of the argument that a path in arguments begins with; undefined where it begins with none. */
export function argumentName(path: ValuePath): string | undefined {
  return /^[^.[{]+/.exec(path)?.[0];
}

/** The steps of a path: names, `[]` and `{}`. */
export function splitPath(path: ValuePath): readonly string[] {
  return path.match(/\[\]|\{\}|[^.[{]+/g) ?? [];
}
