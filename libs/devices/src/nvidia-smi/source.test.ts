import { afterEach, beforeEach, expect, test } from 'vitest';
import { installFakeSmi, type FakeSmi } from '../testing/fake-smi.ts';
import { openSmi } from './source.ts';

const MIB = 2 ** 20;

let smi: FakeSmi;
beforeEach(async () => {
  smi = await installFakeSmi();
});
afterEach(() => smi.dispose());

const open = () => openSmi({ env: smi.env, sysFolder: '/nowhere' });

test('GPUs, their processes and MIG instances', async () => {
  const source = await open();
  expect(source.driver).toBe('570.86.15');
  expect(await source.list()).toEqual({
    gpus: [
      {
        index: 0,
        uuid: 'GPU-aaaa',
        name: 'NVIDIA Test 24GB',
        memory: { totalBytes: 24_576 * MIB, usedBytes: 1_024 * MIB },
        computeCapability: '8.9',
        pciBusId: '0000:10:00.0',
        numaNode: null,
        cpus: [],
        processes: [
          { pid: 4711, usedBytes: 512 * MIB },
          { pid: 4712, usedBytes: null },
        ],
        mig: { enabled: false, instances: [] },
      },
      {
        index: 1,
        uuid: 'GPU-bbbb',
        name: 'NVIDIA Test 80GB',
        memory: { totalBytes: 81_920 * MIB, usedBytes: 2_048 * MIB },
        computeCapability: '9.0',
        pciBusId: '0000:20:00.0',
        numaNode: null,
        cpus: [],
        processes: [],
        mig: {
          enabled: true,
          instances: [
            { index: 0, uuid: 'MIG-cccc', name: 'NVIDIA Test 80GB MIG 3g.40gb', memory: null },
            { index: 1, uuid: 'MIG-dddd', name: 'NVIDIA Test 80GB MIG 3g.40gb', memory: null },
          ],
        },
      },
    ],
    lost: [],
  });
});

test('what a GPU does; of a MIG instance, what its GPU does', async () => {
  const source = await open();
  const memory = { totalBytes: 24_576 * MIB, usedBytes: 1_024 * MIB };
  expect(await source.read('GPU-aaaa')).toEqual({
    type: 'ok',
    metrics: {
      uuid: 'GPU-aaaa',
      name: 'NVIDIA Test 24GB',
      utilization: 0.37,
      memory,
      powerWatts: 120.5,
      temperatureCelsius: 55,
    },
  });
  expect(await source.read('MIG-dddd')).toMatchObject({
    type: 'ok',
    metrics: { uuid: 'MIG-dddd', utilization: null, powerWatts: 300 },
  });
  for (const nobody of ['GPU-eeee', 'MIG-eeee']) {
    await expect(source.read(nobody)).rejects.toMatchObject({ code: 'not-found' });
  }
});

test('a GPU that is lost', async () => {
  const source = await open();
  await smi.loseGpu();
  expect(await source.read('GPU-aaaa')).toMatchObject({ type: 'lost', reason: /GPU is lost/ });
  await expect(open()).rejects.toMatchObject({ code: 'unavailable', message: /GPU is lost/ });
});

test('no nvidia-smi', async () => {
  const nowhere = openSmi({ env: { PATH: '/nowhere' }, sysFolder: '/nowhere' });
  await expect(nowhere).rejects.toMatchObject({ code: 'unavailable', message: 'There is no nvidia-smi on PATH.' });
});
