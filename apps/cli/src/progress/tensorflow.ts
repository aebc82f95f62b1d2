import { createLogUpdate } from 'log-update';
import type { OnTensorflowProgress, TensorflowProgress } from '@gridsweep/tensorflow';
import type { Output } from '../terminal.ts';
import { barOf } from './bar.ts';

const PHASES: Readonly<Record<TensorflowProgress['phase'], string>> = {
  waiting: 'Waiting for another process that sets up TensorFlow',
  downloading: 'Downloading',
  checking: 'Checking',
  unpacking: 'Unpacking',
  compiling: 'Compiling',
  trying: 'Trying',
};

/** Shows how far the setup is: a bar on a terminal, elsewhere one line for each phase of each file. */
export function showTensorflowProgress(output: Output): { readonly onProgress: OnTensorflowProgress; end(): void } {
  const log = output.isTerminal ? createLogUpdate(output.stream, { showCursor: true }) : undefined;
  let said: string | undefined;
  return {
    onProgress(progress) {
      const what = subject(progress);
      if (log !== undefined) log(tensorflowLine(progress, output.columns));
      else if (what !== said) output.write(`${what}.\n`);
      said = what;
    },
    end() {
      log?.clear();
      log?.done();
    },
  };
}

/** One line for one moment. Pure. */
export function tensorflowLine(progress: TensorflowProgress, width: number): string {
  const { bytes, total } = progress;
  if (total === 0) return `${subject(progress)} …`.slice(0, width);
  const { filled, rest } = barOf(bytes / total, 20);
  const percent = `${Math.floor((100 * bytes) / total)} %`;
  return `${filled}${rest}  ${percent} of ${(total / 1e6).toFixed(0)} MB  ${subject(progress)}`.slice(0, width);
}

/** Of a wheel's name the project and its version are enough. */
function subject({ phase, file }: TensorflowProgress): string {
  const name = file.endsWith('.whl') ? file.split('-').slice(0, 2).join(' ') : file;
  return `${PHASES[phase]} ${name}`.trim();
}
