import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandTrainable, commandWorkload, describeTry, tryCommand, type TryResult } from '@gridsweep/command';
import { removeTree } from '@gridsweep/devices';
import { expand, GridsweepError, settingsOf, sweepId, type SweepSpec, type TrialInput } from '@gridsweep/sweep';
import { keepClaim } from './claim.ts';
import { printJson, type Context } from './context.ts';
import { EXIT } from './exit-code.ts';
import { readSpecFile } from './spec-file.ts';
import { packSweep } from './sweep-code.ts';
import { VERSION } from './version.ts';

export interface TryCommandOptions {
  readonly steps: number;
  /** Index of the trial. */
  readonly trial: number;
  /** Seconds. */
  readonly within: number;
  readonly passEnv?: readonly string[];
  readonly json?: boolean;
}

/** A command that is asked to stop has so long, as at an agent. */
const STOP_WITHIN_MS = 30_000;

/** Tries a sweep's command here, tells what was found and keeps it as what the sweep claims of itself when it is submitted. */
export async function trySweep(context: Context, file: string, options: TryCommandOptions): Promise<void> {
  const { terminal, interrupt, env } = context;
  const { spec: written } = await readSpecFile(file, context);
  if (written.workload !== commandWorkload.name) {
    throw new GridsweepError(
      'invalid',
      `${file} trains ${written.workload}, which Gridsweep brings; \`try\` is for sweeps with a command of their own.`,
    );
  }
  const packed = await packSweep(written, file);
  const scratch = await mkdtemp(join(tmpdir(), 'gridsweep-try-'));
  try {
    const { spec } = packed;
    const trial = trialOf(spec, options.trial);
    const code = await packed.unpack(join(scratch, 'code'));
    const prepared = await commandTrainable.prepare({
      scratchFolder: join(scratch, 'attempts'),
      passEnv: options.passEnv ?? [],
      stopWithinMs: STOP_WITHIN_MS,
    });
    const slot = await commandTrainable.open(prepared, 0);
    const phases = {
      stopped: 'Running it, to stop it midway',
      undisturbed: 'Running it undisturbed',
      resumed: 'Resuming it',
    };
    let shown = '';
    const result = await tryCommand({
      ...{ slot, trial: { ...trial, codeFolder: code }, steps: options.steps, metric: spec.metric.name },
      stopWithinMs: STOP_WITHIN_MS,
      withinMs: options.within * 1000,
      signal: interrupt,
      onEvent: (phase, event) => {
        if (options.json) return;
        if (shown !== phase) terminal.err.write(`${phases[phase]} …\n`);
        shown = phase;
        if (event.type === 'log') terminal.err.write(`${terminal.err.colors.dim(`  ${event.message}`)}\n`);
      },
    });
    await keepClaim(spec, { ...result, steps: options.steps, version: VERSION }, env);
    tell(context, spec, result, options);
  } finally {
    await removeTree(scratch);
    await packed.dispose();
  }
}

function trialOf(spec: SweepSpec, index: number): TrialInput {
  const id = sweepId(spec);
  const trials = expand(spec, commandWorkload, id);
  const trial = trials[index];
  if (trial === undefined) {
    throw new GridsweepError(
      'invalid',
      `--trial is ${index}, but the sweep has trials 0 to ${trials.length - 1} only.`,
    );
  }
  const { id: trialId, cellId, parameters, seed } = trial;
  return { trialId, sweepId: id, cellId, attempt: 1, parameters, seed, settings: settingsOf(spec) };
}

function tell(context: Context, spec: SweepSpec, result: TryResult, { json }: TryCommandOptions): void {
  const { out } = context.terminal;
  const findings = describeTry(result, spec.metric.name);
  if (json) printJson(context, { ...result, findings });
  else {
    for (const { isGood, sentence } of findings) {
      out.write(`${isGood ? out.colors.green('✓') : out.colors.yellow('!')} ${sentence}\n`);
    }
  }
  if (result.problem !== null) context.exitCode = EXIT.error;
}
