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
  const { workload, parameters, ...properties } = schema.properties as Record<string, JsonSchema>;
  const names = [...new Set(workloads.flatMap(({ parameterNames }) => parameterNames))];
  return {
    ...schema,
    properties: {
      ...properties,
      workload: { ...workload, enum: workloads.map(({ name }) => name) },
      parameters: {
        description: parameters?.description ?? '',
        type: 'object',
        properties: Object.fromEntries(names.map((name) => [name, parameterJsonSchema(`#/$defs/${name}`)])),
        additionalProperties: false,
      },
    },
    $defs: Object.fromEntries(names.map((name) => [name, valueJsonSchema(name, workloads)])),
  };
}

/** What one value of a hyperparameter may be: the workload's to say, or any workload's that has it. */
function valueJsonSchema(name: string, workloads: readonly Workload[]): JsonSchema {
  const accepted = workloads.flatMap((workload) => {
    const schema: JsonSchema = z.toJSONSchema(workload.schema, { io: 'input', unrepresentable: 'any' });
    return schema.properties?.[name] ?? [];
  }) as JsonSchema[];
  return accepted.length === 1 ? accepted[0]! : { anyOf: accepted };
}

/** A value, a list of values or a range. */
function parameterJsonSchema($ref: string): JsonSchema {
  const number = { type: 'number' } as const;
  const values = { type: 'array', items: { $ref }, minItems: 1, uniqueItems: true } as const;
  const q = { type: 'number', exclusiveMinimum: 0 } as const;
  return {
    anyOf: [
      keys({ value: { $ref }, distribution: { const: 'constant' } }, ['value']),
      keys({ values, distribution: { const: 'categorical' } }, ['values']),
      keys({ min: number, max: number, distribution: { enum: [...DISTRIBUTIONS] }, q }, ['min', 'max']),
    ],
  };
}

function keys(properties: Record<string, JsonSchema>, required: string[]): JsonSchema {
  return { type: 'object', properties, required, additionalProperties: false };
}
