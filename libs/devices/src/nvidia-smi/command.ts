import { execFile } from 'node:child_process';
import { GridsweepError } from '@gridsweep/sweep';

/** A GPU that hangs makes the tool hang. */
const WITHIN_MS = 15_000;
/** NVML's code for a lost GPU, which the tool exits with. */
const GPU_IS_LOST = 15;

/** What came of a run of nvidia-smi. */
export type SmiAnswer =
  { readonly type: 'said'; readonly text: string } | { readonly type: 'lost'; readonly reason: string };

/**
 * Runs nvidia-smi, looked for on PATH as `env` has it.
 * @throws GridsweepError 'unavailable' where there is none or it failed, with what it said
 */
export function runSmi(args: readonly string[], env: NodeJS.ProcessEnv): Promise<SmiAnswer> {
  return new Promise((resolve, reject) => {
    const options = { env: { ...env, LC_ALL: 'C' }, timeout: WITHIN_MS, killSignal: 'SIGKILL' as const };
    execFile('nvidia-smi', args, options, (error, stdout, stderr) => {
      const said = `${stdout}\n${stderr}`.trim();
      if (error === null) resolve({ type: 'said', text: stdout });
      else if (error.killed)
        resolve({ type: 'lost', reason: `nvidia-smi did not answer within ${WITHIN_MS / 1000} s.` });
      else if (error.code === 'ENOENT') reject(new GridsweepError('unavailable', 'There is no nvidia-smi on PATH.'));
      else if (error.code === GPU_IS_LOST || /GPU is lost|fallen off the bus/i.test(said)) {
        resolve({ type: 'lost', reason: lastLine(said) });
      } else reject(new GridsweepError('unavailable', `nvidia-smi failed: ${lastLine(said)}`, { cause: error }));
    });
  });
}

/** Lines of an answer in CSV, each cell without the blanks around it. No cell that is asked for holds a comma. */
export function rowsOf(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(',').map((cell) => cell.trim()));
}

/** A number, or null for "[N/A]", "[Not Supported]" and the like. */
export function numberOf(cell: string | undefined): number | null {
  const value = cell === undefined || cell === '' ? NaN : Number(cell);
  return Number.isFinite(value) ? value : null;
}

function lastLine(text: string): string {
  return text.split('\n').at(-1) ?? '';
}
