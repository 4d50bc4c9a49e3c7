/** The members that an object may have: the compiler sees to it that none is missing, and none too many. */
export type NamesOf<Members> = { readonly [Name in keyof Members]-?: true };

/** What is wrong with the names of options, if anything. What is undefined counts as not given, whatever its name. */
export function unknownNameProblem(options: object, names: object, what: string): string | undefined {
  for (const [name, option] of Object.entries(options)) {
    if (option === undefined || Object.hasOwn(names, name)) continue;
    return `unknown option ${JSON.stringify(name)} of ${what}, which takes ${Object.keys(names).join(', ')}`;
  }
  return undefined;
}
