import { namedParameters, type Workload } from '@gridsweep/sweep';
import { z } from 'zod';
import { checkCommand } from './settings.ts';

/** Printable, without spaces, quotes and "=", so that it can be a flag, a key of JSON and a part of a name in a table. */
const NAME = /^[\p{L}\p{N}_+~@][\p{L}\p{N}_+~@./:-]{0,199}$/u;

const refused = {
  error: ({ input }: { readonly input?: unknown }) =>
    `expected text, a finite number, true, false, null, or a list of numbers, got ${shown(input)}`,
};
const text = z.string().refine((value) => !value.includes('\0'), refused);
const value = z.union([text, z.number(), z.boolean(), z.null(), z.array(z.number())], refused);

const KEEPS_NONE = {
  path: ['keep_weights'],
  message:
    "nothing is known of a command's files; leave it out, and let the command write its weights where they should stay",
  part: 'key',
} as const;

/** A person's own program: its parameters are whatever the sweep names. */
export const commandWorkload: Workload = {
  name: 'command',
  schema: z.record(z.string(), value).superRefine((parameters, context) => {
    for (const name of Object.keys(parameters)) {
      if (!NAME.test(name)) context.addIssue({ code: 'custom', path: [name], message: badName(name) });
    }
  }),
  parameterNames: 'any',
  metrics: [],
  plannedSteps: () => null,
  check(spec) {
    const problems = checkCommand({ command: spec.command, program: spec.program }, namedParameters(spec));
    return spec.keep_weights === undefined ? problems : [...problems, KEEPS_NONE];
  },
};

function badName(name: string): string {
  return `${shown(name)} cannot be a parameter's name; give letters, digits and _ . - / : + ~ @, at most 200, the first none of . - / :`;
}

function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}
