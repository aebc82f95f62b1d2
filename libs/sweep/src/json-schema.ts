import { z } from 'zod';

import { DISTRIBUTIONS, specSchema } from './spec.ts';
import type { Workload } from './workload.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * JSON Schema (2020-12) of a spec's file, for completion and checks in editors. It knows each workload's hyperparameters; what
 * spans several keys only parseSpec tells.
 */
export function specJsonSchema(workloads: readonly Workload[]): JsonSchema {
  const schema: JsonSchema = z.toJSONSchema(specSchema, { io: 'input' });
  const properties = schema.properties as Record<string, JsonSchema>;
  const names = [...new Set(workloads.flatMap(({ parameterNames }) => parameterNames))];
  return {
    ...schema,
    properties: {
      ...properties,
      workload: { ...properties['workload'], enum: workloads.map(({ name }) => name) },
      parameters: {
        description: properties['parameters']?.description ?? '',
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(names.map((name) => [name, parameterJsonSchema(name, workloads)])),
      },
    },
  };
}

/** A value, a list of values or a range; what a value may be is the workload's to say. */
function parameterJsonSchema(name: string, workloads: readonly Workload[]): JsonSchema {
  const accepted = workloads.flatMap((workload) => {
    const schema: JsonSchema = z.toJSONSchema(workload.schema, { io: 'input', unrepresentable: 'any' });
    return schema.properties?.[name] ?? [];
  }) as JsonSchema[];
  const { description, ...value }: JsonSchema = accepted.length === 1 ? accepted[0]! : { anyOf: accepted };
  const number = { type: 'number' } as const;
  const variant = (properties: Record<string, JsonSchema>, required: string[]): JsonSchema => ({
    type: 'object',
    properties,
    required,
    additionalProperties: false,
  });
  return {
    ...(description === undefined ? {} : { description }),
    anyOf: [
      variant({ value, distribution: { const: 'constant' } }, ['value']),
      variant(
        {
          values: { type: 'array', items: value, minItems: 1, uniqueItems: true },
          distribution: { const: 'categorical' },
        },
        ['values'],
      ),
      variant(
        {
          min: number,
          max: number,
          distribution: { enum: [...DISTRIBUTIONS] },
          q: { type: 'number', exclusiveMinimum: 0 },
        },
        ['min', 'max'],
      ),
    ],
  };
}
