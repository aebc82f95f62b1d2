import { z } from 'zod';

import { GOALS } from './metric.ts';
import { COMMAND_WORKLOAD, DISTRIBUTIONS } from './spec.ts';
import { specSchema } from './spec-schema.ts';
import { isMapping } from './source.ts';
import type { Workload } from './workload.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;
type Properties = Readonly<Record<string, JsonSchema>>;

/**
 * JSON Schema (2020-12) of a spec's file, for completion and checks in editors. It knows each workload's hyperparameters and
 * metrics; what else spans several keys only parseSpec tells.
 */
export function specJsonSchema(workloads: readonly Workload[]): JsonSchema {
  const schema: JsonSchema = z.toJSONSchema(specSchema, { io: 'input' });
  const { command, program, code, ...properties } = schema.properties as Record<string, JsonSchema>;
  const names = workloads.map(({ name }) => name);
  const open = workloads.filter(({ parameterNames }) => parameterNames === 'any');
  const closed = workloads.filter(({ parameterNames }) => parameterNames !== 'any');
  const base = {
    ...schema,
    properties: {
      ...properties,
      ...(names.includes(COMMAND_WORKLOAD) && { command, program, code }),
      workload: { ...properties['workload'], enum: names },
      parameters: { description: properties['parameters']!.description!, type: 'object' },
    },
    $defs: { ...(open.length > 0 && OPEN_DEFS), ...(closed.length > 0 && closedDefs(closed)) },
  } as JsonSchema;
  if (open.length > 0 && closed.length > 0) {
    return { ...base, if: isOpen(open), then: openPart(open), else: merged(closedPart(closed), WITHOUT_CODE) };
  }
  return merged(base, open.length > 0 ? openPart(open) : closedPart(closed));
}

const WITHOUT_CODE: JsonSchema = { properties: { code: { not: {} } } };

/** What only specs of workloads have whose parameters a sweep makes up. */
function isOpen(open: readonly Workload[]): JsonSchema {
  const names = open.map(({ name }) => name);
  const named = {
    type: 'object',
    properties: { workload: { enum: names } },
    required: ['workload'],
  } satisfies JsonSchema;
  if (!names.includes(COMMAND_WORKLOAD)) return named;
  return { anyOf: [named, { type: 'object', required: ['command'] }, { type: 'object', required: ['program'] }] };
}

const NAME_AND_GOAL: Properties = { name: { type: 'string' }, goal: { enum: [...GOALS] } };

function openPart(open: readonly Workload[]): JsonSchema {
  const mustName = open.every(({ metrics }) => metrics.length === 0);
  return {
    type: 'object',
    properties: {
      workload: { enum: open.map(({ name }) => name) },
      parameters: { type: 'object', additionalProperties: { $ref: '#/$defs/$parameter' } },
      cells: { items: { additionalProperties: { $ref: '#/$defs/$value' } } },
      ...(mustName && { metric: { type: 'object', properties: NAME_AND_GOAL, required: ['name', 'goal'] } }),
    },
    ...(mustName && { required: ['metric'] }),
  };
}

function closedPart(closed: readonly Workload[]): JsonSchema {
  const metrics = [...new Set(closed.flatMap(({ metrics }) => metrics.map(({ name }) => name)))];
  const isClosed = closed.every((workload) => workload.metrics.length > 0);
  const names = parameterNames(closed);
  const parameters = Object.fromEntries(names.map((name) => [name, parameterSchema(name, closed)]));
  // A parameter "a.b" may also be written as b in a group a.
  const groups = names.flatMap((name) => (name.includes('.') ? name.split('.', 1) : []));
  return {
    type: 'object',
    properties: {
      workload: { enum: closed.map(({ name }) => name) },
      ...(isClosed && {
        metric: { type: 'object', properties: { name: { enum: metrics }, choose_by: { enum: metrics } } },
      }),
      parameters: {
        type: 'object',
        properties: { ...parameters, ...Object.fromEntries(groups.map((group) => [group, { type: 'object' }])) },
        additionalProperties: false,
      },
      cells: {
        items: {
          properties: Object.fromEntries(names.map((name) => [name, { $ref: `#/$defs/${name}` }])),
          additionalProperties: false,
        },
      },
    },
  };
}

function parameterNames(closed: readonly Workload[]): string[] {
  return [...new Set(closed.flatMap((workload) => workload.parameterNames))];
}

/** What a value of each hyperparameter may be, and a condition on them. Other names of definitions start with "$". */
function closedDefs(closed: readonly Workload[]): Record<string, JsonSchema> {
  const names = parameterNames(closed);
  return {
    ...Object.fromEntries(names.map((name) => [name, valueSchema(name, closed)])),
    $when: {
      type: 'object',
      properties: Object.fromEntries(names.map((name) => [name, oneOrMore({ $ref: `#/$defs/${name}` })])),
      minProperties: 1,
      additionalProperties: false,
    },
  };
}

/** What one value of a hyperparameter may be: the workload's to say, or any workload's that has it. */
function valueSchema(name: string, workloads: readonly Workload[]): JsonSchema {
  const accepted = workloads.flatMap((workload) => {
    const schema: JsonSchema = z.toJSONSchema(workload.schema, { io: 'input', unrepresentable: 'any' });
    return schema.properties?.[name] ?? [];
  }) as JsonSchema[];
  return accepted.length === 1 ? accepted[0]! : { anyOf: accepted };
}

function parameterSchema(name: string, closed: readonly Workload[]): JsonSchema {
  const isNumber = takesNumbers(valueSchema(name, closed));
  return { anyOf: forms({ $ref: `#/$defs/${name}` }, { $ref: '#/$defs/$when' }, isNumber) };
}

/** Definitions for parameters that a sweep makes up: any values, and groups. */
const OPEN_DEFS: Properties = {
  $value: {
    anyOf: [
      { type: 'string' },
      { type: 'number' },
      { type: 'boolean' },
      { type: 'null' },
      { type: 'array', items: { type: 'number' } },
    ],
  },
  $condition: { type: 'object', additionalProperties: oneOrMore({ $ref: '#/$defs/$value' }), minProperties: 1 },
  $parameter: {
    anyOf: [
      ...forms({ $ref: '#/$defs/$value' }, { $ref: '#/$defs/$condition' }, true),
      keys(
        {
          parameters: { type: 'object', additionalProperties: { $ref: '#/$defs/$parameter' }, minProperties: 1 },
          when: { $ref: '#/$defs/$condition' },
        },
        ['parameters'],
      ),
    ],
  },
};

/** A value, a list of values or, of a number, a range. */
function forms(value: JsonSchema, when: JsonSchema, isNumber: boolean): JsonSchema[] {
  const values = { type: 'array', items: value, minItems: 1, uniqueItems: true } as const;
  const lists = [
    keys({ value, distribution: { const: 'constant' }, when }, ['value']),
    keys({ values, distribution: { const: 'categorical' }, when }, ['values']),
  ];
  if (!isNumber) return lists;
  const bound = { type: 'number' } as const;
  const q = { type: 'number', exclusiveMinimum: 0 } as const;
  const distribution = { enum: [...DISTRIBUTIONS] };
  return [...lists, keys({ min: bound, max: bound, distribution, q, when }, ['min', 'max'])];
}

function oneOrMore(value: JsonSchema): JsonSchema {
  return { anyOf: [value, { type: 'array', items: value, minItems: 1 }] };
}

function takesNumbers({ type, anyOf }: JsonSchema): boolean {
  return type === 'number' || type === 'integer' || (anyOf ?? []).some((one) => takesNumbers(one));
}

function keys(properties: Properties, required: string[]): JsonSchema {
  return { type: 'object', properties, required, additionalProperties: false };
}

/** Both schemas in one: what the second says more exactly goes before the first. */
function merged(base: JsonSchema, exact: JsonSchema): JsonSchema {
  const schema: JsonSchema = { ...base };
  for (const [key, value] of Object.entries(exact)) {
    const known = schema[key];
    schema[key] = isMapping(known) && isMapping(value) ? merged(known, value) : value;
  }
  return schema;
}
