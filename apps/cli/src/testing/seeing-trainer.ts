// A trainer process, and its threads, that train nothing, but say which device they are to use and which GPU they see.
import { isMainThread } from 'node:worker_threads';
import { serveSlot, serveTrainer } from '@gridsweep/agent';
import { lenetWorkload, type LenetSetup } from '@gridsweep/lenet';
import { GridsweepError, type Trainable } from '@gridsweep/sweep';

const seeing: Trainable<LenetSetup, LenetSetup> = {
  workload: lenetWorkload.name,
  prepare: (setup) => Promise.resolve(setup),
  open: ({ engine, device }) =>
    Promise.resolve({
      engine,
      engineVariant: `${device} ${process.env['CUDA_VISIBLE_DEVICES'] ?? 'all'}`,
      cancelWithinMs: 0,
      train: () => {
        throw new GridsweepError('internal', 'This trainer trains nothing.');
      },
    }),
};

if (isMainThread) serveTrainer([seeing], new URL(import.meta.url));
else serveSlot([seeing]);
