import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TryResult } from '@gridsweep/command';
import { canonicalJson, type SweepSpec } from '@gridsweep/sweep';
import { dataFolder, madeFolder } from './data-folder.ts';

/** What `gridsweep try` found out about a command, as it goes with a sweep. */
export type Claim = Readonly<Record<string, unknown>>;

/** Keeps a claim on this machine until the command or its code changes. */
export async function keepClaim(spec: SweepSpec, claim: Claim, env: NodeJS.ProcessEnv): Promise<void> {
  await madeFolder(dataFolder('claims', env));
  await writeFile(fileOf(spec, env), JSON.stringify(claim));
}

/** What was found out about this very command with this very code; undefined where it was not tried here. */
export async function readClaim(spec: SweepSpec, env: NodeJS.ProcessEnv): Promise<Claim | undefined> {
  if (spec.command === undefined && spec.program === undefined) return undefined;
  try {
    return JSON.parse(await readFile(fileOf(spec, env), 'utf8')) as Claim;
  } catch {
    return undefined;
  }
}

function fileOf({ command, program, code }: SweepSpec, env: NodeJS.ProcessEnv): string {
  const content = typeof code === 'object' ? code.sha256 : code;
  const key = createHash('sha256')
    .update(canonicalJson([command, program, content]))
    .digest('hex');
  return join(dataFolder('claims', env), `${key.slice(0, 24)}.json`);
}

/** What a sweep claims of its command, as a sentence for people; undefined where it was not tried. */
export function describeClaim(claim: Claim | undefined): string | undefined {
  if (claim === undefined) return undefined;
  const { problem, resume, undeterministic } = claim as Partial<TryResult>;
  if (typeof problem === 'string') return `When it was tried: ${problem}`;
  const resumes = {
    'same-points': 'it resumes with the same points',
    'different-points': 'resumed it reports other points than undisturbed',
    'starts-anew': 'interrupted it begins anew',
    unknown: 'whether it resumes is not known',
  }[resume?.type ?? 'unknown'];
  const repeats = Array.isArray(undeterministic)
    ? undeterministic.length === 0
      ? 'it is deterministic'
      : 'two runs of it report different points'
    : 'whether it is deterministic is not known';
  return `When it was tried: ${resumes}, ${repeats}.`;
}
