import { describe, expect, test } from 'vitest';
import { chooseDevices } from './choose.ts';
import type { Gpu } from './gpu.ts';

function gpu(index: number, instances = 0): Gpu {
  return {
    index,
    uuid: `GPU-${index}abc`,
    name: 'Test',
    memory: { totalBytes: 1, usedBytes: 0 },
    computeCapability: '9.0',
    pciBusId: `0000:0${index}:00.0`,
    numaNode: null,
    cpus: [],
    processes: [],
    mig: {
      enabled: instances > 0,
      instances: Array.from({ length: instances }, (_, at) => ({
        index: at,
        uuid: `MIG-${index}${at}`,
        name: 'Test MIG',
        memory: null,
      })),
    },
  };
}

/** Four GPUs, the last with two MIG instances. */
const GPUS = [gpu(0), gpu(1), gpu(2), gpu(3, 2)];
const chosen = (choice: string, env: NodeJS.ProcessEnv = {}) =>
  chooseDevices(choice, GPUS, env).map(({ label }) => label);

describe('a choice of devices', () => {
  test.each([
    ['all', ['0', '1', '2', '3:0', '3:1']],
    ['0', ['0']],
    ['2, 0,2', ['2', '0']],
    ['3', ['3:0', '3:1']],
    ['3:1', ['3:1']],
    ['GPU-1abc', ['1']],
    ['gpu-1', ['1']],
    ['GPU-3abc', ['3:0', '3:1']],
    ['MIG-30,GPU-0', ['3:0', '0']],
  ])('%s', (choice, labels) => {
    expect(chosen(choice)).toEqual(labels);
  });

  test('each has the UUID that CUDA takes', () => {
    expect(chooseDevices('1,3:1', GPUS, {}).map(({ uuid }) => uuid)).toEqual(['GPU-1abc', 'MIG-31']);
  });

  test.each([
    ['9', /--device 9: there is no such GPU\. There are: 0 \(GPU-0abc\), /],
    ['cuda', /there is no such GPU/],
    ['3:7', /there is no such GPU/],
    [',', /no GPU is left/],
  ])('%s is refused', (choice, sentence) => {
    expect(() => chosen(choice)).toThrow(sentence);
  });

  test('a machine without GPUs', () => {
    expect(() => chooseDevices('all', [], {})).toThrow(/no GPU is left\. This machine has no NVIDIA GPU/);
  });
});

describe('what the environment leaves visible', () => {
  test.each([
    [{ NVIDIA_VISIBLE_DEVICES: 'all' }, ['0', '1', '2', '3:0', '3:1']],
    [{ NVIDIA_VISIBLE_DEVICES: 'void' }, ['0', '1', '2', '3:0', '3:1']],
    [{ NVIDIA_VISIBLE_DEVICES: '1,2' }, ['1', '2']],
    [{ NVIDIA_VISIBLE_DEVICES: 'GPU-0abc,MIG-31' }, ['0', '3:1']],
    [{ NVIDIA_VISIBLE_DEVICES: '3:0' }, ['3:0']],
    [{ CUDA_VISIBLE_DEVICES: '2,0' }, ['0', '2']],
    [{ CUDA_VISIBLE_DEVICES: 'GPU-1' }, ['1']],
    [{ NVIDIA_VISIBLE_DEVICES: '0,1', CUDA_VISIBLE_DEVICES: '1,2' }, ['1']],
    // A container that was given four of the host's eight: they count from 0 there.
    [{ NVIDIA_VISIBLE_DEVICES: '4,5,6,7' }, ['0', '1', '2', '3:0', '3:1']],
  ])('%j', (env, labels) => {
    expect(chosen('all', env)).toEqual(labels);
  });

  test.each([{ NVIDIA_VISIBLE_DEVICES: 'none' }, { CUDA_VISIBLE_DEVICES: '' }, { CUDA_VISIBLE_DEVICES: '-1' }])(
    '%j leaves none',
    (env) => {
      expect(() => chosen('all', env)).toThrow(/no GPU is left/);
    },
  );

  test('one that is hidden is not to be had', () => {
    expect(() => chosen('2', { CUDA_VISIBLE_DEVICES: '0' })).toThrow(/--device 2: .*CUDA_VISIBLE_DEVICES hides it/);
  });
});
