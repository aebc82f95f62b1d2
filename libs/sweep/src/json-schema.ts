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
  const names = new Set(workloads.flatMap(({ parameterNames }) => parameterNames));
  const values = [...names].map((name) => [name, valueJsonSchema(name, workloads)] as const);
  return {
    ...schema,
    properties: {
      ...properties,
      workload: { ...workload, enum: workloads.map(({ name }) => name) },
      parameters: {
        description: parameters?.description ?? '',
        type: 'object',
        properties: Object.fromEntries(values.map(([name, value]) => [name, parameterJsonSchema(name, value)])),
        additionalProperties: false,
      },
    },
    $defs: Object.fromEntries(values),
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

/** A value, a list of values or, of a number, a range. */
function parameterJsonSchema(name: string, value: JsonSchema): JsonSchema {
  const $ref = `#/$defs/${name}`;
  const values = { type: 'array', items: { $ref }, minItems: 1, uniqueItems: true } as const;
  const lists = [
    keys({ value: { $ref }, distribution: { const: 'constant' } }, ['value']),
    keys({ values, distribution: { const: 'categorical' } }, ['values']),
  ];
  if (!takesNumbers(value)) return { anyOf: lists };
  const bound = { type: 'number' } as const;
  const q = { type: 'number', exclusiveMinimum: 0 } as const;
  const distribution = { enum: [...DISTRIBUTIONS] };
  return { anyOf: [...lists, keys({ min: bound, max: bound, distribution, q }, ['min', 'max'])] };
}

function takesNumbers({ type, anyOf }: JsonSchema): boolean {
  return type === 'number' || type === 'integer' || (anyOf ?? []).some((one) => takesNumbers(one));
}

function keys(properties: Record<string, JsonSchema>, required: string[]): JsonSchema {
  return { type: 'object', properties, required, additionalProperties: false };
}
