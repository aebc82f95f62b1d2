import { checkpointStep, createEngine, type Dataset } from '@gridsweep/lenet';
import { expect, test } from 'vitest';
import { trialInput } from '../testing/trial.ts';
import type { FromWorker } from './messages.ts';
import { RunControl } from './run-control.ts';
import { runTrial } from './run-trial.ts';

const images = { count: 8, images: new Uint8Array(8 * 3 * 32 * 32).map((_, at) => at), labels: new Uint8Array(8) };
const dataset: Dataset = { train: images, test: images };

/** Everything that a run of two epochs of two steps posts; `onPost` is told each message. */
async function run(onPost: (message: FromWorker, control: RunControl) => void): Promise<FromWorker[]> {
  const posted: FromWorker[] = [];
  const control = new RunControl(1_000);
  const post = (message: FromWorker) => {
    posted.push(message);
    onPost(message, control);
  };
  const trial = trialInput({ limit: 8, batch_size: 4 });
  await runTrial({ run: 1, trial, engine: await createEngine('reference'), dataset, control, post });
  return posted;
}

const stepsSaved = (posted: readonly FromWorker[]) =>
  posted.flatMap((message) =>
    message.type === 'event' && message.event.type === 'checkpoint' ? [checkpointStep(message.event.bytes)] : [],
  );

test('a finished run leaves out the checkpoint that nobody goes on from', async () => {
  const posted = await run(() => undefined);
  expect(stepsSaved(posted)).toEqual([2]);
  expect(posted.at(-1)).toMatchObject({ type: 'ended', end: { type: 'finished' } });
});

test('a run drained in its last evaluation is saved', async () => {
  const posted = await run((message, control) => {
    if (message.type === 'event' && message.event.type === 'ending') control.drain();
  });
  expect(stepsSaved(posted)).toEqual([2, 4]);
  expect(posted.at(-1)).toMatchObject({ type: 'ended', end: { type: 'drained' } });
});
