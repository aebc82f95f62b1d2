import { describe, expect, test } from 'vitest';
import { findTensorflow } from './home.ts';
import { openTensorflow } from './open.ts';
import { tensorflowIsSetUp } from './set-up.fixture.ts';

describe.skipIf(!tensorflowIsSetUp)('the device [tensorflow]', () => {
  test('is the CPU where that is asked for, and the variant says so', async () => {
    const { variant } = await openTensorflow({ device: 'cpu' });
    expect(variant).toMatch(/^2\.21\.0 cpu$/);
  });

  // Hidden from TensorFlow, whatever this machine has: a process that was told so cannot use a GPU any more.
  test('is refused with the reason where a GPU is asked for and cannot be used', async () => {
    await openTensorflow({ device: 'cpu' });
    const reason =
      findTensorflow('gpu') === null ? /set up for the CPU only/ : /CUDA_VISIBLE_DEVICES=-1 hides every GPU/;
    await expect(openTensorflow({ device: 'gpu' })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(reason) as string,
    });
  });
});
