import { createHash, randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import {
  GridsweepError,
  type CheckpointContent,
  type MetricPoint,
  type Trainable,
  type Workload,
} from '@gridsweep/sweep';
import { z } from 'zod';

const schema = z.strictObject({
  lr: z.number().positive().default(0.1),
  steps: z.int().min(1).default(40),
  report_every: z.int().min(1).default(3),
  checkpoint_every: z.int().min(1).default(20),
  /** Milliseconds that ten steps take, and the last evaluation. */
  pace: z.number().min(0).default(0),
  /** Bytes of a checkpoint beyond what it needs, which make it a file. */
  ballast: z.int().min(0).default(0),
});

/** The smallest workload there can be: x²/2 with noisy gradients, minimised by SGD. */
export const quadraticWorkload: Workload = {
  name: 'quadratic',
  schema,
  parameterNames: Object.keys(schema.shape),
  metrics: [{ name: 'train/loss', unit: 'nats', goal: 'minimize', label: 'training loss' }],
  plannedSteps: ({ steps }) => Number(steps),
};

export interface QuadraticSetup {
  /** Folder for checkpoints with ballast. */
  readonly folder: string;
  /** Nothing can be prepared while there is a file "broken" in the folder. */
  readonly variant?: string;
}

export const quadraticTrainable: Trainable<QuadraticSetup, QuadraticSetup> = {
  workload: quadraticWorkload.name,
  prepare(setup) {
    if (!existsSync(join(setup.folder, 'broken'))) return Promise.resolve(setup);
    return Promise.reject(new GridsweepError('data', 'The test broke the workload.'));
  },
  open: ({ folder, variant = 'plain' }) =>
    Promise.resolve({
      engine: 'floats',
      engineVariant: variant,
      cancelWithinMs: 2_000,
      async *train({ parameters, seed, settings }, { checkpoint, control }) {
        const parsed = schema.safeParse(parameters);
        if (!parsed.success) throw new GridsweepError('invalid', z.prettifyError(parsed.error));
        const { lr, steps, report_every, checkpoint_every, pace, ballast } = parsed.data;
        let [step, x, noise] = checkpoint === null ? [0, 1 + seed, seed] : await read(checkpoint, seed, lr);
        const keeps = settings['keep_weights'] !== undefined;
        const save = () => write(Float64Array.of(seed, lr, step, x, noise), ballast, folder);
        while (step < steps) {
          await (pace === 0 ? nextTurn() : sleep(pace));
          if (control.cancelled.aborted) throw new GridsweepError('cancelled', 'The run was cancelled.');
          if (control.drained.aborted) break;
          const points: MetricPoint[] = [];
          for (let chunk = 0; chunk < 10 && step < steps; chunk += 1) {
            noise = (Math.imul(noise, 1_664_525) + 1_013_904_223) >>> 0;
            x -= lr * (x + noise / 2 ** 32 - 0.5);
            step += 1;
            if (step % report_every === 0) points.push({ name: 'train/loss', step, value: (x * x) / 2 });
          }
          if (points.length > 0) yield { type: 'metrics', points };
          yield { type: 'progress', step, totalSteps: steps };
          if (step % checkpoint_every === 0 && step < steps) {
            if (keeps) yield { type: 'weights', step, content: await save() };
            yield { type: 'checkpoint', step, content: await save() };
          }
        }
        if (step === steps) {
          yield { type: 'ending' };
          await sleep(pace);
        }
        if (control.drained.aborted) {
          yield { type: 'checkpoint', step, content: await save() };
          yield { type: 'drained' };
          return;
        }
        yield { type: 'metrics', points: [{ name: 'test/loss', step, value: (x * x) / 2 }] };
        if (keeps) yield { type: 'weights', step, content: await save() };
        yield { type: 'checkpoint', step, content: await save() };
        yield { type: 'finished', outcome: 'completed' };
      },
    }),
};

async function write(state: Float64Array, ballast: number, folder: string): Promise<CheckpointContent> {
  const bytes = new Uint8Array(state.byteLength + ballast);
  bytes.set(new Uint8Array(state.buffer));
  if (ballast === 0) return bytes;
  const path = join(folder, `checkpoint-${randomUUID()}`);
  await writeFile(path, bytes);
  return { path, sizeBytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

async function read(content: CheckpointContent, seed: number, lr: number): Promise<[number, number, number]> {
  const bytes = content instanceof Uint8Array ? content : await readFile(content.path);
  if (!(content instanceof Uint8Array)) await rm(content.path);
  const [ofSeed, ofLr, step, x, noise] = bytes.length < 40 ? [] : new Float64Array(bytes.slice(0, 40).buffer);
  if (ofSeed === seed && ofLr === lr) return [step!, x!, noise!];
  throw new GridsweepError('checkpoint', `The checkpoint of ${bytes.length} bytes is not one of this run.`);
}
