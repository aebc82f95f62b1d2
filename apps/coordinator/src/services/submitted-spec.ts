import {
  expand,
  formatProblem,
  GridsweepError,
  parseSpec,
  settingsOf,
  type SweepSpec,
  type Trial,
  type Workload,
} from '@gridsweep/sweep';

import type { SweepContent } from '../store/contract.ts';

/** Of what a trial run found out, as JSON. */
const MOST_CLAIM_CHARACTERS = 16_384;

/** A specification as it was sent. */
export interface SubmittedSpec {
  readonly spec: SweepSpec;
  /** Its trials, as those of a sweep with this id. */
  readonly trialsOf: (sweepId: string) => readonly Trial[];
}

/** @throws GridsweepError 'invalid' with everything that is wrong with the text, a line each */
export function readSpec(text: string, workloads: readonly Workload[]): SubmittedSpec {
  const parsed = parseSpec(text, workloads);
  if (!parsed.ok) throw new GridsweepError('invalid', parsed.problems.map(formatProblem).join('\n'));
  const { spec, workload, cells } = parsed;
  if (typeof spec.code === 'string' && spec.code !== 'none') {
    throw new GridsweepError(
      'invalid',
      `The code of the sweep "${spec.name}" is the folder ${JSON.stringify(spec.code)}, which only its owner can read; ` +
        '`gridsweep submit` packs and sends it.',
    );
  }
  return { spec, trialsOf: (sweepId) => expand(spec, workload, sweepId, cells) };
}

/** What the store keeps of a specification, its trials aside. */
export function contentOf(spec: SweepSpec): Omit<SweepContent, 'trials'> {
  const { name, workload, code, require, max_retries: maxRetries, max_parallel: maxParallel } = spec;
  return {
    ...{ name, workload, maxRetries, maxParallel },
    spec: spec as unknown as Record<string, unknown>,
    settings: settingsOf(spec),
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
