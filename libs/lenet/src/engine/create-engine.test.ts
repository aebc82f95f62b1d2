import { expect, test } from 'vitest';
import { createEngine } from './create-engine.ts';

test.each(['wasm', 'reference'] as const)('%s computes on the CPU and refuses a GPU', async (name) => {
  expect((await createEngine(name, 'cpu')).name).toBe(name);
  await expect(createEngine(name, 'gpu')).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining(`The ${name} engine computes on the CPU only`) as string,
  });
});
