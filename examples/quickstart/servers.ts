import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServerConfig } from '@agentcards/mcp-adapter';

const installed = fileURLToPath(new URL('node_modules', import.meta.url));

/**
 * Twelve servers as npm has them, pinned in package.json, started from what is installed here: no npx, no download and
 * no account. What they write goes below `folder`, which is their home directory too.
 */
export function serversIn(folder: string, notes: string): ServerConfig[] {
  function server(name: string, packageName: string, args: string[] = [], env: Record<string, string> = {}) {
    const program = join(installed, packageName, programOf(packageName));
    return { name, command: process.execPath, args: [program, ...args], env: { HOME: folder, ...env }, cwd: folder };
  }
  return [
    server('filesystem', '@modelcontextprotocol/server-filesystem', [notes]),
    server('memory', '@modelcontextprotocol/server-memory', [], { MEMORY_FILE_PATH: join(folder, 'memory.jsonl') }),
    server('everything', '@modelcontextprotocol/server-everything'),
    server('thinking', '@modelcontextprotocol/server-sequential-thinking'),
    server('github', '@modelcontextprotocol/server-github'),
    server('git', '@cyanheads/git-mcp-server', [], { MCP_TRANSPORT_TYPE: 'stdio' }),
    server('playwright', '@playwright/mcp', ['--headless']),
    server('chrome', 'chrome-devtools-mcp', ['--headless', '--no-usage-statistics'], {
      CHROME_DEVTOOLS_MCP_NO_UPDATE_CHECKS: '1',
    }),
    server('chart', '@antv/mcp-server-chart'),
    server('notion', '@notionhq/notion-mcp-server'),
    server('pinecone', '@pinecone-database/mcp'),
    server('office', '@softeria/ms-365-mcp-server'),
  ];
}

/** The program that the package starts by `npx`, as a path within it. */
function programOf(packageName: string): string {
  const { bin } = JSON.parse(readFileSync(join(installed, packageName, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>;
  };
  const program = typeof bin === 'string' ? bin : Object.values(bin)[0];
  if (program === undefined) throw new Error(`${packageName} has no program.`);
  return program;
}
