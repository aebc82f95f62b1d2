import { expect, test } from 'vitest';
import { whyNoGpu } from './no-gpu.ts';

const HOME = { edition: 'gpu', folder: '/cache/tensorflow-gpu' } as const;
const ALL = () => true;

test.each([
  ['the CPU edition', { ...HOME, edition: 'cpu' } as const, '', {}, ALL, /set up for the CPU only; run .* --gpu/],
  ['hidden GPUs', HOME, '', { CUDA_VISIBLE_DEVICES: '-1' }, ALL, /CUDA_VISIBLE_DEVICES=-1 hides every GPU/],
  ['hidden GPUs', HOME, '', { CUDA_VISIBLE_DEVICES: '' }, ALL, /CUDA_VISIBLE_DEVICES= hides every GPU/],
  ['no driver', HOME, '', {}, (path: string) => !path.startsWith('/proc/driver'), /No NVIDIA driver is loaded/],
  ['no libcudart', HOME, '', {}, (path: string) => !path.includes('libcudart'), /libcudart\.so\.12 is not in \/cache/],
  [
    'no libcuda',
    HOME,
    'I0000 00:00:1.2 7 cudart_stub.cc:31] Could not find cuda drivers on your machine, GPU will not be used.',
    {},
    ALL,
    /libcuda\.so\.1, .* was not found/,
  ],
  [
    'an old GPU',
    HOME,
    'W0000 gpu_device.cc:2431] Ignoring visible gpu device (device: 0, compute capability: 3.5) with Cuda compute capability 3.5.',
    {},
    ALL,
    /^TensorFlow says: Ignoring visible gpu device .*compute capability 3\.5/,
  ],
  ['something else', HOME, 'I0000 nothing of interest', {}, ALL, /TensorFlow found no GPU that it can use/],
])('%s', (_, home, messages, env, exists, reason) => {
  expect(whyNoGpu(home, messages, { env, exists })).toMatch(reason);
});
