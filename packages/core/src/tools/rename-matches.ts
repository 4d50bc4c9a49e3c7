import type { ToolId, ToolRecord } from '../contracts/tool.js';
import { sha256 } from '../digest.js';
import { canonicalJson } from '../json.js';

/** A tool that vanished from a server, and one that appeared (or returned) in the same sync and is the same but for its name. */
export interface ToolRename {
  readonly from: ToolId;
  readonly to: ToolId;
}

/** A rename that waits for a decision. */
export interface ProposedRename extends ToolRename {
  readonly since: Date;
}

type Described = Pick<ToolRecord, 'toolId' | 'title' | 'description' | 'inputSchema' | 'outputSchema' | 'annotations'>;

/**
 * Pairs of a vanished and an appeared tool of one server whose definitions are equal but for the name. Only where both
 * sides are unique, and only where there is a description: empty definitions are equal and say nothing.
 */
export function renameMatches(vanished: readonly Described[], appeared: readonly Described[]): ToolRename[] {
  if (vanished.length === 0 || appeared.length === 0) return [];
  const [before, after] = [byContent(vanished), byContent(appeared)];
  return [...before].flatMap(([content, [from, ...others]]) => {
    const [to, ...rivals] = after.get(content) ?? [];
    return from && to && others.length === 0 && rivals.length === 0 ? [{ from, to }] : [];
  });
}

function byContent(tools: readonly Described[]): Map<string, ToolId[]> {
  const groups = new Map<string, ToolId[]>();
  for (const { toolId, title, description, inputSchema, outputSchema, annotations } of tools) {
    if (description === undefined || description.trim() === '') continue;
    const content = sha256(
      JSON.stringify([
        title,
        description,
        ...[inputSchema, outputSchema, annotations].map((part) => part && canonicalJson(part)),
      ]),
    );
    groups.set(content, [...(groups.get(content) ?? []), toolId]);
  }
  return groups;
}
