import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import * as examples from './examples.ts';
import { fetchWeights } from './fetch-weights.ts';
import { from, serve } from './server.fixture.ts';
import type { WeightsPart, WeightsRequest } from './service.ts';

const content = Uint8Array.from({ length: 10 }, (_, at) => at);
const whole = { totalBytes: 10, sha256: createHash('sha256').update(content).digest('hex') };
const parts: WeightsPart[] = [0, 4, 8].map((offset) => ({
  ...(offset === 0 && { trial: examples.trial }),
  chunk: { ...whole, offset, bytes: content.subarray(offset, offset + 4) },
}));

async function fetched(sent: readonly WeightsPart[]) {
  return fetchWeights({ fetchWeights: () => from(sent) }, { trial: 'f00d' });
}

test('weights come whole over the wire, with the trial that was meant', async () => {
  const asked: WeightsRequest[] = [];
  const { client } = await serve({
    sweeps: {
      fetchWeights: (request) => {
        asked.push(request);
        return from(parts);
      },
    },
  });
  const requests = [{ sweep: 'a', trial: '3' }, { trial: 'f00d' }];
  for (const request of requests) {
    const { trial, bytes } = await fetchWeights(client.sweeps, request);
    expect(trial).toEqual(examples.trial);
    expect(Buffer.compare(bytes, content)).toBe(0);
  }
  expect(asked).toEqual(requests);
});

test.each([
  ['cut off', parts.slice(0, 2), '8 of its 10 bytes came'],
  ['with a hole', [parts[0]!, parts[2]!], 'a piece came for byte 8 after 4 bytes'],
  [
    'changed on the way',
    [...parts.slice(0, 2), { chunk: { ...parts[2]!.chunk, bytes: new Uint8Array([8, 8]) } }],
    'its SHA-256 is',
  ],
  ['not at all', [], 'The coordinator sent no weights of the trial "f00d".'],
])('weights that come %s are refused', async (_, sent, message) => {
  await expect(fetched(sent)).rejects.toThrow(message);
  await expect(fetched(sent)).rejects.toMatchObject({ code: 'data' });
});
