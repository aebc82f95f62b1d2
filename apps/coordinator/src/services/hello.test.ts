import type { Hello } from '@gridsweep/protocol';
import { GridsweepError } from '@gridsweep/sweep';
import { expect, test } from 'vitest';

import { helloOf } from '../testing/wire-agent.ts';
import { checkHello } from './hello.ts';

const labels = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`label-${at}`, 'x']));
const offered = (name: string) => ({ name, engine: 'wasm', engineVariant: '' });

test.each<[string, Partial<Hello>]>([
  ['The id is ""', { agentId: '' }],
  ['The id is', { agentId: 'x'.repeat(201) }],
  ['The instance id is', { instanceId: 'a\u001b[2J' }],
  ['slots is 1025; it must be a whole number from 1 to 1024', { slots: 1025 }],
  ['It has 33 labels; it must be 0 to 32', { labels: labels(33) }],
  ['The name of a label is ""', { labels: { '': 'x' } }],
  ['The label zone is', { labels: { zone: 'x'.repeat(101) } }],
  ['It has 0 workloads; it must be 1 to 16', { workloads: [] }],
  ['The name of a workload is', { workloads: [offered('a\nb')] }],
  ['It offers the workload a twice', { workloads: [offered('a'), offered('b'), offered('a')] }],
  ['It has 2049 leases', { resuming: Array(2049).fill({ trialId: 't', attempt: 1, lastSeq: 0 }) as Hello['resuming'] }],
])('a Hello is refused for good: %s', (reason, overrides) => {
  const refused = () => checkHello(helloOf(overrides));
  expect(refused).toThrow(GridsweepError);
  expect(refused).toThrow(
    expect.objectContaining({ code: 'refused', message: expect.stringContaining(reason) as string }),
  );
});

test('what only people read is cut and cleaned, never a reason to refuse', () => {
  const long = `\u001b]0;title\u0007${'x'.repeat(300)}`;
  const hello = checkHello(
    helloOf({ host: long, device: long, version: long, nodeVersion: long, labels: { ...labels(31), empty: '' } }),
  );
  for (const text of [hello.host, hello.device, hello.version, hello.nodeVersion]) {
    expect(text).toMatch(/^\uFFFD\]0;title\uFFFDx+$/);
    expect(text).toHaveLength(200);
  }
  expect(Object.keys(hello.labels)).toHaveLength(32);
  expect(checkHello(helloOf({ device: `${'x'.repeat(199)}\u{1F600}` })).device).toBe(`${'x'.repeat(199)}\uFFFD`);
});
