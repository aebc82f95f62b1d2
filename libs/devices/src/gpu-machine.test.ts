import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { findGpus } from './find-gpus.ts';
import { openSmi } from './nvidia-smi/source.ts';

/** What only a machine with an NVIDIA GPU can show: `npm run test:gpu`. */
describe.skipIf(process.env['GRIDSWEEP_TEST_GPU'] !== '1')('the driver of this machine [gpu]', () => {
  test('NVML is found and tells of every GPU that nvidia-smi lists', async () => {
    const { source, notes } = await findGpus();
    expect({ kind: source?.kind, notes }).toEqual({ kind: 'nvml', notes: [] });
    const { gpus } = await source!.list();
    const { stdout } = await promisify(execFile)('nvidia-smi', ['-L']);
    const listed = [...stdout.matchAll(/\(UUID: ([^)]+)\)/g)].map(([, uuid]) => uuid);
    expect(gpus.flatMap(({ uuid, mig }) => [uuid, ...mig.instances.map((instance) => instance.uuid)])).toEqual(listed);
    for (const { uuid } of gpus) {
      const reading = await source!.read(uuid);
      expect(reading).toMatchObject({ type: 'ok', metrics: { uuid } });
      if (reading.type !== 'ok') continue;
      const { memory, temperatureCelsius } = reading.metrics;
      expect(memory.totalBytes).toBeGreaterThan(2 ** 30);
      expect(memory.usedBytes).toBeLessThan(memory.totalBytes);
      expect(temperatureCelsius).toBeGreaterThan(10);
      expect(temperatureCelsius).toBeLessThan(120);
    }
    await source!.close();
  });

  test('NVML and nvidia-smi agree', async () => {
    const { source } = await findGpus();
    const smi = await openSmi({ env: process.env, sysFolder: '/sys' });
    const facts = async (from: NonNullable<typeof source>) =>
      (await from.list()).gpus.map(({ index, uuid, name, computeCapability, pciBusId, numaNode, mig }) => {
        return { index, uuid, name, computeCapability, pciBusId, numaNode, mig: mig.instances.map((at) => at.uuid) };
      });
    expect(smi.driver).toBe(source!.driver);
    expect(await facts(smi)).toEqual(await facts(source!));
    await source!.close();
  });
});
