import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findGpus } from './find-gpus.ts';
import { compileFakeNvml, type FakeNvml } from './testing/fake-nvml.ts';
import { installFakeSmi, type FakeSmi } from './testing/fake-smi.ts';

describe('the first way that works [cc]', () => {
  let nvml: FakeNvml;
  let smi: FakeSmi;
  beforeAll(async () => {
    nvml = await compileFakeNvml();
    smi = await installFakeSmi();
  });
  afterAll(async () => {
    await nvml.dispose();
    await smi.dispose();
  });

  test('NVML', async () => {
    const { source, notes } = await findGpus({ nvmlLibrary: nvml.library, env: smi.env });
    expect(source?.kind).toBe('nvml');
    expect(notes).toEqual([]);
    await source?.close();
  });

  test('nvidia-smi where NVML is not there, and why', async () => {
    const { source, notes } = await findGpus({ nvmlLibrary: '/nowhere/nvml.so', env: smi.env });
    expect(source?.kind).toBe('nvidia-smi');
    expect(notes).toEqual([expect.stringContaining('/nowhere/nvml.so')]);
    await source?.close();
  });

  test('neither, and why', async () => {
    const { source, notes } = await findGpus({ nvmlLibrary: '/nowhere/nvml.so', env: { PATH: '/nowhere' } });
    expect(source).toBeNull();
    expect(notes).toEqual([expect.stringContaining('/nowhere/nvml.so'), 'There is no nvidia-smi on PATH.']);
  });
});
