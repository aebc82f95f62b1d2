import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GridsweepError, parseSpec, type SweepSpec } from '@gridsweep/sweep';
import { InvalidSpecError } from './spec-file.ts';
import { WORKLOADS } from './workloads.ts';

/** The two experiments, and how many epochs each has where it is to be over in minutes. */
const EXPERIMENTS = [
  { name: 'optimizers', fewEpochs: 3 },
  { name: 'learning-rates', fewEpochs: 2 },
];

/** The sweeps of quickstart: those of examples/, unless `full` with fewer epochs and their first seed only. */
export async function quickstartSpecs(full: boolean): Promise<SweepSpec[]> {
  const folder = examplesFolder();
  return Promise.all(
    EXPERIMENTS.map(async ({ name, fewEpochs }) => {
      const path = join(folder, `${name}.yaml`);
      const parsed = parseSpec(await readFile(path, 'utf8'), WORKLOADS.all, { file: path });
      if (!parsed.ok) throw new InvalidSpecError(path, parsed.problems);
      if (full) return parsed.spec;
      const { parameters, seeds } = parsed.spec;
      return {
        ...parsed.spec,
        parameters: { ...parameters, epochs: { values: [fewEpochs] } },
        seeds: seeds.slice(0, 1),
      };
    }),
  );
}

/** examples/ of the checkout or of the installed package: the nearest one above this file. */
function examplesFolder(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'examples', `${EXPERIMENTS[0]!.name}.yaml`))) return join(folder, 'examples');
    if (folder === dirname(folder)) throw new GridsweepError('internal', `No folder above ${start} has examples/.`);
  }
}
