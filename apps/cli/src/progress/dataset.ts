import { createLogUpdate } from 'log-update';
import type { DatasetProgress, OnDatasetProgress } from '@gridsweep/cifar10';
import type { Output } from '../terminal.ts';
import { barOf } from './bar.ts';

const PHASES: Readonly<Record<DatasetProgress['phase'], string>> = {
  waiting: 'Waiting for another process that fetches CIFAR-10',
  downloading: 'Downloading CIFAR-10',
  checking: 'Checking the download',
  decoding: 'Decoding the images',
  copying: 'Copying the data set',
  verifying: 'Verifying the data set',
};

/** Shows how far the fetching of the data set is: a bar on a terminal, elsewhere one line for each phase. */
export function showDatasetProgress(output: Output): { readonly onProgress: OnDatasetProgress; end(): void } {
  const log = output.isTerminal ? createLogUpdate(output.stream, { showCursor: true }) : undefined;
  let phase: DatasetProgress['phase'] | undefined;
  return {
    onProgress(progress) {
      if (log !== undefined) log(datasetLine(progress, output.columns));
      else if (progress.phase !== phase) output.write(`${PHASES[progress.phase]}.\n`);
      phase = progress.phase;
    },
    end() {
      log?.clear();
      log?.done();
    },
  };
}

/** One line for one moment. Pure. */
export function datasetLine({ phase, bytes, total }: DatasetProgress, width: number): string {
  if (total === 0) return `${PHASES[phase]} …`.slice(0, width);
  const { filled, rest } = barOf(bytes / total, 20);
  const percent = `${Math.floor((100 * bytes) / total)} %`;
  return `${PHASES[phase]}  ${filled}${rest}  ${percent} of ${(total / 1e6).toFixed(0)} MB`.slice(0, width);
}
