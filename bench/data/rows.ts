import { z } from 'zod';

/** The rows of the four files of a data set; fields that the bench does not read may be there or not. */

const side = z.enum(['train', 'eval']);
const toolIds = z.array(z.string().min(1));

const toolRow = z.object({
  id: z.string().min(1),
  server: z.string().default(''),
  name: z.string(),
  description: z.string().nullish(),
  inputSchema: z.record(z.string(), z.unknown()).nullish(),
});

const queryRow = z.object({
  id: z.string().min(1),
  query: z.string(),
  relevant: toolIds.min(1),
  alternatives: z.record(z.string(), toolIds).default({}),
});

const workflowRow = z.object({
  id: z.string().min(1),
  intent: z.string().nullish(),
  tasks: z
    .array(
      z.object({
        id: z.string().min(1),
        tool: z.string().min(1),
        dependsOn: z.array(z.string()),
        ok: z.boolean().default(true),
      }),
    )
    .min(1),
  success: z.boolean(),
  part: side,
  coldPart: side,
  officialTest: z.boolean().default(false),
});

const edgeRow = z.object({ from: z.string().min(1), to: z.string().min(1), type: z.string() });

/** A parser that reports every problem of a row in one line. */
function parserOf<Row>(schema: z.ZodType<Row>): (value: unknown) => Row {
  return (value) => {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    throw new Error(
      result.error.issues.map((issue) => `${issue.path.join('.') || 'row'}: ${issue.message}`).join('; '),
    );
  };
}

export const parseTool = parserOf(toolRow);
export const parseQuery = parserOf(queryRow);
export const parseWorkflow = parserOf(workflowRow);
export const parseEdge = parserOf(edgeRow);

export type WorkflowRow = z.infer<typeof workflowRow>;
