import { expect, test } from 'vitest';
import { requireFreeSpace } from './free-space.ts';

test('a disk without room is told before anything is written', async () => {
  await expect(requireFreeSpace('.', 1, 'It')).resolves.toBeUndefined();
  await expect(requireFreeSpace('.', 1e18, 'The thing', 'Buy a disk.')).rejects.toMatchObject({
    code: 'no-space',
    message: expect.stringMatching(
      /^The thing needs 1000000000000 MB in \., but only \d+ MB are free\. Buy a disk\.$/,
    ) as string,
  });
});
