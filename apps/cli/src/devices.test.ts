import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MachineDevices } from './device-table.ts';
import { makeNvmlFolder } from './testing/nvml-folder.ts';
import { Processes } from './testing/program.ts';

describe('gridsweep devices [cc]', () => {
  let processes: Processes;
  let nvml: string;
  beforeAll(async () => {
    processes = await Processes.create();
    nvml = await makeNvmlFolder(processes.folder);
    await writeFile(join(nvml, 'state'), 'lost 2\n');
  });
  afterAll(() => processes.dispose());

  test('lists GPUs, instances, a lost one and the processor', async () => {
    const { code, stdout } = await processes.start(['devices'], { LD_LIBRARY_PATH: nvml }).ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^1\s+NVIDIA Test 80GB\s+2\.0\/80\.0 GiB\s+9\.0\s+0,2\s+4711 4712\s+GPU-0+-.*1$/m);
    expect(stdout).toMatch(/^7:1\s+NVIDIA Test 80GB MIG 3g\.40gb\s+8\.0\/40\.0 GiB.*MIG-/m);
    expect(stdout).toMatch(/^2\s+lost/m);
    expect(stdout).toMatch(/^cpu\s+\S+/m);
    expect(stdout).toContain('NVIDIA driver 570.86.15, asked through nvml.');
  });

  test('as JSON', async () => {
    const { stdout, stderr } = await processes.start(['devices', '--json'], { LD_LIBRARY_PATH: nvml }).ended;
    expect(stderr).toBe('');
    const { source, driver, gpus, lost } = JSON.parse(stdout) as MachineDevices;
    expect({ source, driver, lost }).toEqual({ source: 'nvml', driver: '570.86.15', lost: [2] });
    expect(gpus).toHaveLength(7);
    expect(gpus[6]).toMatchObject({ index: 7, mig: { enabled: true, instances: [{ index: 0 }, { index: 1 }] } });
  });

  test('without any GPU, the processor and why', async () => {
    await writeFile(join(nvml, 'state'), 'init 9\n');
    const { code, stdout } = await processes.start(['devices'], { LD_LIBRARY_PATH: nvml, PATH: '/nowhere' }).ended;
    expect(code).toBe(0);
    expect(stdout).toContain('No NVIDIA GPU was found.');
    expect(stdout).toContain('The NVIDIA driver is not loaded.');
    expect(stdout).toContain('There is no nvidia-smi on PATH.');
  });
});
