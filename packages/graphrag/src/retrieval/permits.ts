import type { EngineTool, ToolFilter } from '../types.js';

/** Fails closed: a filter that throws, or answers anything but `true` (a promise, say), hides the tool. */
export function permits(filter: ToolFilter | undefined, tool: EngineTool): boolean {
  if (filter === undefined) return true;
  try {
    return filter(tool) === true;
  } catch {
    return false;
  }
}
