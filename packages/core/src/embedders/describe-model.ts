/**
 * A `modelId` that is another one as soon as a setting is that changes vectors: `all-MiniLM-L6-v2?dtype=q8&pooling=mean`.
 * Settings that are undefined or empty are left out.
 */
export function describeModel(model: string, settings: Readonly<Record<string, string | number | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(settings)) {
    if (value !== undefined && value !== '') query.set(name, String(value));
  }
  return query.size === 0 ? model : `${model}?${query}`;
}
