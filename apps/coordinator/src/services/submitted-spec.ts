import { formatProblem, GridsweepError, parseSpec, type SweepSpec, type Workload } from '@gridsweep/sweep';

import type { SweepContent } from '../store/contract.ts';

/** Of what a trial run found out, as JSON. */
const MOST_CLAIM_CHARACTERS = 16_384;

/** A specification as it was sent, with its workload. */
export interface SubmittedSpec {
  readonly spec: SweepSpec;
  readonly workload: Workload;
}

/** @throws GridsweepError 'invalid' with everything that is wrong with the text, a line each */
export function readSpec(text: string, workloads: readonly Workload[]): SubmittedSpec {
  const parsed = parseSpec(text, workloads);
  if (!parsed.ok) throw new GridsweepError('invalid', parsed.problems.map(formatProblem).join('\n'));
  const { spec } = parsed;
  if (typeof spec.code === 'string' && spec.code !== 'none') {
    throw new GridsweepError(
      'invalid',
      `The code of the sweep "${spec.name}" is the folder ${JSON.stringify(spec.code)}, which only its owner can read; ` +
        '`gridsweep submit` packs and sends it.',
    );
  }
  for (const [key, value] of Object.entries(spec.require ?? {})) {
    if (/\p{Cc}/u.test(key + value)) {
      throw new GridsweepError(
        'invalid',
        `require: the label ${JSON.stringify(key)} has characters that cannot be printed.`,
      );
    }
  }
  // parseSpec accepts only the workloads given to it.
  return { spec, workload: workloads.find(({ name }) => name === spec.workload)! };
}

/** What the store keeps of a specification, its trials aside. */
export function contentOf(spec: SweepSpec): Omit<SweepContent, 'trials'> {
  const { name, workload, command, program, code, require, max_retries: maxRetries, max_parallel: maxParallel } = spec;
  return {
    ...{ name, workload, maxRetries, maxParallel },
    spec: spec as unknown as Record<string, unknown>,
    settings: { ...(command && { command }), ...(program !== undefined && { program }) },
    codeSha256: typeof code === 'object' ? code.sha256 : undefined,
    require: require ?? {},
  };
}

/** @throws GridsweepError 'invalid' where a claim is longer than a person would read */
export function checkClaim(claim: Readonly<Record<string, unknown>> | undefined): void {
  const length = JSON.stringify(claim ?? {}).length;
  if (length <= MOST_CLAIM_CHARACTERS) return;
  throw new GridsweepError(
    'invalid',
    `The claim has ${length} characters of JSON; at most ${MOST_CLAIM_CHARACTERS} are taken.`,
  );
}
