import { toToolId } from '@agentcards/core';
import { assertMembers, assertText, refuse } from './assert-input.js';
import { isRecord } from './is-record.js';
import type { Connect } from './server-connection.js';
import type { StdioParameters } from './server-process.js';

/**
 * A server and how to reach it: a command to start (the shape of the entries in the `mcp.json` files of many
 * clients), or a `connect` function for anything else.
 */
export type ServerConfig = {
  /** Names the server in tool ids; unique in the pool, without a colon. */
  readonly name: string;
  /** What the server is for; its tools are found by it too. @default what the server says about itself */
  readonly description?: string | undefined;
} & (StdioParameters | { readonly connect: Connect });

const named = ['name', 'description'];
const started = [...named, 'type', 'command', 'args', 'env', 'cwd'];
const connected = [...named, 'connect'];

/** @throws AgentCardsError `INVALID_INPUT` naming the place | `TOOL_ID_INVALID` for a name that ids cannot have */
export function assertServerConfigs(configs: readonly ServerConfig[]): void {
  if (!Array.isArray(configs)) {
    refuse(
      'configs has to be a list of servers: [{ name, command, args }, …]',
      'The servers of an `mcp.json` become one by Object.entries(mcpServers).map(([name, entry]) => ({ name, ...entry })).',
    );
  }
  const places = new Map<string, string>();
  // Not `forEach`, which passes over the holes of a list.
  for (const [index, config] of configs.entries()) {
    const place = `configs[${index}]`;
    assertServerConfig(place, config);
    const { name } = config;
    const other = places.get(name);
    if (other !== undefined) refuse(`Two servers are named "${name}": ${other} and ${place}`);
    places.set(name, place);
  }
}

function assertServerConfig(place: string, config: unknown): asserts config is ServerConfig {
  if (!isRecord(config)) refuse(`${place} has to be an object with name and command, or name and connect`);
  assertText(`${place}.name`, config.name);
  toToolId(String(config.name), 'any');
  if (config.description !== undefined) assertText(`${place}.description`, config.description);
  if ('connect' in config) {
    assertMembers(place, config, connected);
    if (typeof config.connect !== 'function') refuse(`${place}.connect has to be a function`);
    return;
  }
  if ('url' in config) {
    refuse(
      `${place}.url cannot be connected to: so far only commands are, over stdio`,
      'Give a `connect` function in its place; the README of @agentcards/mcp-adapter has one for HTTP.',
    );
  }
  assertMembers(place, config, started);
  assertStdioParameters(place, config);
}

function assertStdioParameters(place: string, { type, command, args, env, cwd }: Readonly<Record<string, unknown>>) {
  if (type !== undefined && type !== 'stdio')
    refuse(`${place}.type has to be "stdio"; other transports need \`connect\``);
  assertText(`${place}.command`, command);
  if (command === '') refuse(`${place}.command is empty`);
  if (args !== undefined) {
    if (!Array.isArray(args)) refuse(`${place}.args has to be a list of texts`);
    for (const [index, value] of args.entries()) assertText(`${place}.args[${index}]`, value);
  }
  if (env !== undefined) {
    if (!isRecord(env)) refuse(`${place}.env has to be an object of texts`);
    for (const [name, value] of Object.entries(env)) {
      if (value === undefined) {
        refuse(
          `${place}.env.${name} is undefined`,
          'Set the variable that it comes from, or leave the member out where the server does without it.',
        );
      }
      assertText(`${place}.env.${name}`, value);
    }
  }
  if (cwd !== undefined) assertText(`${place}.cwd`, cwd);
}
