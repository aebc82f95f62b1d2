import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SweepSpec } from '@gridsweep/sweep';
import { expect, test } from 'vitest';
import { describeClaim, keepClaim, readClaim } from './claim.ts';

const code = { sha256: 'ab'.repeat(32), sizeBytes: 5 };
const spec = { name: 'a', command: ['sh', 'train.sh'], code, seeds: [0] } as unknown as SweepSpec;

test('what was found is of this command with this code, whatever else the sweep says', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gridsweep-claim-'));
  const env = { GRIDSWEEP_DATA_DIR: folder };
  try {
    expect(await readClaim(spec, env)).toBeUndefined();
    await keepClaim(spec, { problem: null }, env);
    expect(await readClaim({ ...spec, name: 'b', seeds: [0, 1] }, env)).toEqual({ problem: null });
    expect(await readClaim({ ...spec, code: { ...code, sha256: 'cd'.repeat(32) } }, env)).toBeUndefined();
    expect(await readClaim({ ...spec, command: ['sh', 'other.sh'] }, env)).toBeUndefined();
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.each([
  [undefined, undefined],
  [
    { problem: null, resume: { type: 'same-points' }, undeterministic: [] },
    'it resumes with the same points, it is deterministic',
  ],
  [
    { problem: null, resume: { type: 'starts-anew' }, undeterministic: null },
    'interrupted it begins anew, whether it is deterministic is not known',
  ],
  [{ problem: 'It failed (crash): no module torch' }, 'It failed (crash): no module torch'],
])('%j is told as %s', (claim, sentence) => {
  const told = describeClaim(claim);
  if (sentence === undefined) expect(told).toBeUndefined();
  else expect(told).toContain(sentence);
});
