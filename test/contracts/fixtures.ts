import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** An empty directory that goes away with the test. */
export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'agentcards-test-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

const text = (description: string) => ({ type: 'string', description });
const schema = (properties: Record<string, object>, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
});

/** A small shop: what an agent of its customer service would have. */
export const shop = {
  server: 'shop',
  description: 'Orders, customers and refunds of the web shop',
  tools: [
    {
      name: 'find_customer',
      description: 'Find a customer by e-mail address and return the customer id',
      inputSchema: schema({ email: text('E-mail address') }),
    },
    {
      name: 'find_order',
      description: 'List the orders of a customer, newest first',
      inputSchema: schema({ customer_id: text('Customer id') }),
    },
    {
      name: 'refund_order',
      description: 'Give the money of an order back',
      inputSchema: schema({ order_id: text('Order id') }),
    },
    {
      name: 'cancel_order',
      description: 'Cancel an order that has not been shipped',
      inputSchema: schema({ order_id: text('Order id') }),
    },
    {
      name: 'track_parcel',
      description: 'Where is the parcel of an order now',
      inputSchema: schema({ order_id: text('Order id') }),
    },
  ],
};

export const weather = {
  server: 'weather',
  tools: [
    {
      name: 'forecast',
      description: 'Weather forecast for a city',
      inputSchema: schema({ city: text('City') }),
    },
  ],
};

/** For tests by the clock of the machine: by it, executions of a fixed day are too old to be kept. */
export const keepOld = { executions: false } as const;

/** An execution of the shop's refund, with the output of each call used by the next. */
export function refundExecution(id: string, intent: string, outcome: { readonly success?: boolean } = {}) {
  const success = outcome.success ?? true;
  const start = Date.UTC(2026, 0, 1);
  return {
    id,
    intent,
    success,
    executedAt: new Date(start),
    tasks: [
      {
        id: 't1',
        toolId: 'shop:find_customer',
        success: true,
        startedAt: start,
        endedAt: start + 10,
        arguments: { email: 'ada@example.com' },
        output: { customer_id: 'customer-8841' },
      },
      {
        id: 't2',
        toolId: 'shop:find_order',
        dependsOn: ['t1'],
        success: true,
        startedAt: start + 20,
        endedAt: start + 30,
        arguments: { customer_id: 'customer-8841' },
        output: { orders: [{ order_id: 'order-10077' }] },
      },
      {
        id: 't3',
        toolId: 'shop:refund_order',
        dependsOn: ['t2'],
        success,
        startedAt: start + 40,
        endedAt: start + 50,
        arguments: { order_id: 'order-10077' },
        ...(success ? { output: { refunded: true } } : { errorType: 'payment_failed' }),
      },
    ],
  };
}
