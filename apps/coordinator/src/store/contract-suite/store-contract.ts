import { afterAll, beforeAll, beforeEach, describe, test } from 'vitest';

import type { Store } from '../contract.ts';
import { checkpointContract } from './checkpoints-contract.ts';
import { codeContract } from './code-contract.ts';
import { extendContract } from './extend-contract.ts';
import { leaseContract } from './leases-contract.ts';
import { reportContract } from './reports-contract.ts';
import { storeDriver, type StoreDriver } from './store-driver.ts';
import { storeInterleavings } from './store-interleavings.ts';
import { sweepContract } from './sweeps-contract.ts';
import { weightsContract } from './weights-contract.ts';

/** What every store must do, run over each implementation. `open` gives an empty store. */
export function describeStore(name: string, open: () => Promise<Store>): void {
  describe(`store on ${name}`, () => {
    let store: Store;
    let driver: StoreDriver;
    let count = 0;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());
    beforeEach(async () => {
      for (const sweep of await store.listSweeps()) await store.deleteSweep(sweep.id, 0);
      driver = storeDriver(store, `t${count++}x`);
    });

    sweepContract(() => driver);
    leaseContract(() => driver);
    reportContract(() => driver);
    checkpointContract(() => driver);
    weightsContract(() => driver);
    codeContract(() => driver);
    extendContract(() => driver);

    test('I1–I4 hold under any order of leases, reports, failures, expiries and cancels', () =>
      storeInterleavings(store, () => `r${count++}`));
  });
}
