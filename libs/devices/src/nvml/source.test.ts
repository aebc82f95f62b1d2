import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { GpuSource } from '../gpu.ts';
import { compileFakeNvml, fakeMigUuid, fakeUuid, type FakeNvml } from '../testing/fake-nvml.ts';
import { openNvml } from './source.ts';

const GIB = 2 ** 30;

describe('GPUs through NVML [cc]', () => {
  let nvml: FakeNvml;
  let sysFolder: string;
  const open: GpuSource[] = [];

  beforeAll(async () => {
    nvml = await compileFakeNvml();
    sysFolder = await mkdtemp(join(tmpdir(), 'gridsweep-sys-'));
    const device = join(sysFolder, 'bus/pci/devices/0000:20:00.0');
    await mkdir(device, { recursive: true });
    await writeFile(join(device, 'numa_node'), '1\n');
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((source) => source.close()));
    await nvml.say();
  });
  afterAll(async () => {
    await nvml.dispose();
    await rm(sysFolder, { recursive: true });
  });

  async function start(): Promise<GpuSource> {
    const source = await openNvml({ library: nvml.library, sysFolder });
    open.push(source);
    return source;
  }

  test('eight GPUs, with all that is known of each', async () => {
    const source = await start();
    expect(source.driver).toBe('570.86.15');
    const { gpus, lost } = await source.list();
    expect(lost).toEqual([]);
    expect(gpus.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(gpus[1]).toEqual({
      index: 1,
      uuid: fakeUuid(1),
      name: 'NVIDIA Test 80GB',
      memory: { totalBytes: 80 * GIB, usedBytes: 2 * GIB },
      computeCapability: '9.0',
      pciBusId: '0000:20:00.0',
      numaNode: 1,
      cpus: [0, 2],
      processes: [
        { pid: 4711, usedBytes: 3 * GIB },
        { pid: 4712, usedBytes: null },
      ],
      mig: { enabled: false, instances: [] },
    });
    expect(gpus[5]).toMatchObject({ cpus: [1, 65], numaNode: null });
  });

  test('a GPU that is divided, with its instances', async () => {
    const { gpus } = await (await start()).list();
    expect(gpus[7]!.mig).toEqual({
      enabled: true,
      instances: [0, 1].map((index) => ({
        index,
        uuid: fakeMigUuid(index),
        name: 'NVIDIA Test 80GB MIG 3g.40gb',
        memory: { totalBytes: 40 * GIB, usedBytes: 8 * GIB },
      })),
    });
  });

  test('what a GPU does; of a MIG instance only its memory is known', async () => {
    const source = await start();
    await nvml.say(`used 3 ${12 * GIB}`);
    expect(await source.read(fakeUuid(3))).toEqual({
      type: 'ok',
      metrics: {
        uuid: fakeUuid(3),
        name: 'NVIDIA Test 80GB',
        utilization: 0.3,
        memory: { totalBytes: 80 * GIB, usedBytes: 12 * GIB },
        powerWatts: 250.5,
        temperatureCelsius: 43,
      },
    });
    expect(await source.read(fakeMigUuid(1))).toMatchObject({
      type: 'ok',
      metrics: { utilization: null, powerWatts: null, temperatureCelsius: null, memory: { totalBytes: 40 * GIB } },
    });
    expect(await source.read(fakeUuid(6))).toMatchObject({ metrics: { temperatureCelsius: 146 } });
    await expect(source.read('GPU-nowhere')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('a GPU that is lost, and back', async () => {
    const source = await start();
    await nvml.say('lost 2');
    expect(await source.read(fakeUuid(2))).toMatchObject({ type: 'lost', reason: /fallen off the bus/ });
    const { gpus, lost } = await source.list();
    expect(lost).toEqual([2]);
    expect(gpus).toHaveLength(7);
    await nvml.say();
    expect(await source.read(fakeUuid(2))).toMatchObject({ type: 'ok' });
  });

  test('an XID after which nothing computes loses the GPU and its instances; one of a program does not', async () => {
    const source = await start();
    expect(await source.read(fakeUuid(4))).toMatchObject({ type: 'ok' });
    await nvml.say('xid 4 13', 'xid 5 79', 'xid 7 48');
    expect(await source.read(fakeUuid(4))).toMatchObject({ type: 'ok' });
    expect(await source.read(fakeUuid(5))).toEqual({
      type: 'lost',
      reason: 'The driver reported XID 79: it has fallen off the bus.',
    });
    expect(await source.read(fakeMigUuid(0))).toMatchObject({ type: 'lost' });
  });

  test.each([
    ['init 9', /driver is not loaded/],
    ['init 18', /another version/],
    ['init 999', /nvmlInit_v2 failed with NVML's code 999/],
  ])('%s', async (line, sentence) => {
    await nvml.say(line);
    await expect(start()).rejects.toMatchObject({ code: 'unavailable', message: sentence });
  });

  test('no library', async () => {
    const nowhere = openNvml({ library: '/nowhere/libnvidia-ml.so.1', sysFolder });
    await expect(nowhere).rejects.toMatchObject({ code: 'unavailable', message: /cannot be loaded/ });
  });
});
