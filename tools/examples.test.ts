import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { commandWorkload } from '@gridsweep/command';
import { lenetWorkload } from '@gridsweep/lenet';
import { parseSpec, specJsonSchema, trialCount } from '@gridsweep/sweep';

/** As the program composes them. */
const WORKLOADS = [lenetWorkload, commandWorkload];

const example = (name: string) => readFile(new URL(`../examples/${name}`, import.meta.url), 'utf8');

it.each([
  ['optimizers.yaml', 15],
  ['learning-rates.yaml', 24],
  ['pytorch-lenet/sweep.yaml', 15],
  ['any-language/sweep.yaml', 24],
])('examples/%s is a sweep of %i trials', async (name, trials) => {
  const parsed = parseSpec(await example(name), WORKLOADS);
  expect(parsed).toMatchObject({ ok: true });
  expect(parsed.ok && trialCount(parsed.spec)).toBe(trials);
});

it('examples/sweep.schema.json is what `gridsweep schema` prints', async () => {
  expect(JSON.parse(await example('sweep.schema.json'))).toEqual(specJsonSchema(WORKLOADS));
});

it.each(['README.md', 'docs/commands.md'])('%s shows sweeps of commands that are right', async (page) => {
  const text = await readFile(new URL(`../${page}`, import.meta.url), 'utf8');
  const sweeps = [...text.matchAll(/```yaml\n(.*?)```/gs)]
    .map(([, yaml]) => yaml)
    .filter((yaml) => /^command:/m.test(yaml));
  expect(sweeps).not.toEqual([]);
  for (const sweep of sweeps) expect(parseSpec(sweep, WORKLOADS)).toMatchObject({ ok: true });
});
