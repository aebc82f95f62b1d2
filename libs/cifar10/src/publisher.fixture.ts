// A process of its own that imports or fetches a data set, as its JSON argument says. It prints "waiting" when another
// process holds the lock, "stopped" once it stands still in the middle, and "done".
import { writeSync } from 'node:fs';
import type { Edition } from './edition.ts';
import { fetchEdition } from './fetch.ts';
import { importEdition } from './import.ts';
import type { DatasetProgress } from './report.ts';

export interface PublisherTask {
  readonly edition: Edition;
  readonly cacheDir: string;
  /** What to import; without it the edition is fetched. */
  readonly source?: string;
  /** The phase in which to stand still for ever. */
  readonly stopIn?: DatasetProgress['phase'];
}

const task = JSON.parse(process.argv[2]) as PublisherTask;
const { edition, cacheDir, source } = task;
const onProgress = ({ phase }: DatasetProgress): void => {
  if (phase === 'waiting') writeSync(1, 'waiting\n');
  if (phase !== task.stopIn) return;
  writeSync(1, 'stopped\n');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};
if (source === undefined) await fetchEdition(edition, { cacheDir }, onProgress);
else await importEdition(edition, source, { cacheDir }, onProgress);
writeSync(1, 'done\n');
