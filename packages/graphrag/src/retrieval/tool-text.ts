import type { EngineTool } from '../types.js';
import type { ToolField } from './lexical-settings.js';
import { schemaText } from './schema-text.js';

/** The searched texts of a tool. */
export function toolText(tool: EngineTool): Record<ToolField, string> {
  const { names, texts } = schemaText(tool.inputSchema);
  return {
    name: tool.name,
    title: tool.title ?? '',
    description: tool.description ?? '',
    parameterNames: names,
    parameterTexts: texts,
    server: tool.server ?? '',
    serverDescription: tool.serverDescription ?? '',
  };
}
