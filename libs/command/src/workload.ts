import type { Parameters, Workload } from '@gridsweep/sweep';
import { z } from 'zod';

/** Printable, without spaces, quotes and "=", so that it can be a flag, a key of JSON and a part of a name in a table. */
const NAME = /^[\p{L}\p{N}_+~@][\p{L}\p{N}_+~@./:-]{0,199}$/u;

const expectedValue = 'expected text, a finite number, true, false, null, or a list of numbers';
const value = z.union(
  [z.string().refine((text) => !text.includes('\0')), z.number(), z.boolean(), z.null(), z.array(z.number())],
  { error: ({ input }) => `${JSON.stringify(input)} is not accepted; ${expectedValue}` },
);

/** A person's own program: its parameters are whatever the sweep names. */
export const commandWorkload: Workload = {
  name: 'command',
  schema: z.record(
    z.string().regex(NAME, {
      error: ({ input }) =>
        `${JSON.stringify(input)} cannot be a parameter's name; expected letters, digits and _ . - / : + ~ @, at most 200, the first no . - / :`,
    }),
    value,
  ),
  parameterNames: 'any',
  metrics: [],
  plannedSteps: (_parameters: Parameters) => null,
};
