import type { TrialInput } from '@gridsweep/sweep';
import type { AttemptFolder } from './attempt-folder.ts';
import { nested } from './parameters.ts';

/** Variables of the agent that every command is given: where programs are found, languages, devices, threads. */
const PASSED = [
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'TZ', 'LANG', 'LANGUAGE', 'LC_*'],
  ...['LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'XDG_CACHE_HOME', 'GRIDSWEEP_CACHE_DIR'],
  ...['VIRTUAL_ENV', 'CONDA_*', 'PYTHON*', 'JULIA_*', 'R_HOME', 'R_LIBS*', 'JAVA_HOME'],
  ...['CUDA_*', 'NVIDIA_*', 'NCCL_*', 'CUDNN_*', 'HIP_*', 'ROCR_*', 'ROCM_*'],
  ...['OMP_*', 'MKL_*', 'KMP_*', 'GOMP_*', 'OPENBLAS_*', 'NUMEXPR_*', 'XLA_*'],
  // Not TF_*: so do Terraform's variables begin, secrets among them.
  ...['TF_CPP_MIN_LOG_LEVEL', 'TF_DETERMINISTIC_OPS', 'TF_FORCE_GPU_ALLOW_GROWTH', 'TF_XLA_FLAGS'],
];

/** A wildcard never passes on what looks like a secret, for example NVIDIA_API_KEY. */
const SECRET = /TOKEN|SECRET|PASSW|CREDENTIAL|AUTH|_KEY$|APIKEY|_PAT$/i;

/**
 * The part of an environment that commands are given; nothing else of it reaches them.
 * @param passEnv further variables by name, or by their first letters: `WANDB_*`
 */
export function passedOn(
  environment: Readonly<Record<string, string | undefined>>,
  passEnv: readonly string[],
): Record<string, string> {
  const isPassed = (name: string) =>
    passEnv.some((pattern) => matches(name, pattern)) ||
    PASSED.some((pattern) => matches(name, pattern) && !(pattern.endsWith('*') && SECRET.test(name)));
  return Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && isPassed(entry[0]),
    ),
  );
}

function matches(name: string, pattern: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

/** What a command is told of its attempt, beside what is passed on. */
export interface AttemptVariables {
  readonly trial: TrialInput;
  readonly folder: AttemptFolder;
  readonly isResumed: boolean;
}

/** Longer ones would not fit into an environment, of which each variable may have 128 KiB. */
const MAX_PARAMS = 100_000;

/** The whole environment of a command. */
export function commandEnvironment(
  passed: Readonly<Record<string, string>>,
  { trial, folder, isResumed }: AttemptVariables,
): Record<string, string> {
  const params = JSON.stringify(nested(trial.parameters));
  return {
    // What Python prints is seen when it is printed, and is not lost where the command is killed.
    PYTHONUNBUFFERED: '1',
    ...passed,
    TMPDIR: folder.temporary,
    ...(params.length > MAX_PARAMS ? {} : { GRIDSWEEP_PARAMS: params }),
    GRIDSWEEP_PARAMS_FILE: folder.parametersFile,
    GRIDSWEEP_SEED: String(trial.seed),
    GRIDSWEEP_TRIAL: trial.trialId,
    GRIDSWEEP_CELL: trial.cellId,
    GRIDSWEEP_SWEEP: trial.sweepId,
    GRIDSWEEP_ATTEMPT: String(trial.attempt),
    GRIDSWEEP_METRICS_FILE: folder.metricsFile,
    GRIDSWEEP_CHECKPOINT_DIR: folder.checkpoints,
    GRIDSWEEP_STOP_FILE: folder.stopFile,
    ...(isResumed ? { GRIDSWEEP_RESUME: '1' } : {}),
  };
}
