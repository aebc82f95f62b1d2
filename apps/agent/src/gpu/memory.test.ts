import { describe, expect, test } from 'vitest';
import { GpuMemory } from './memory.ts';

const MIB = 2 ** 20;
const never = new AbortController().signal;

/** A GPU with `readings` of its memory, in MiB, the last for ever, and a clock that goes on while somebody sleeps. */
function memoryOf(...readings: (number | null)[]) {
  let at = 0;
  let now = 0;
  const memory = new GpuMemory({
    used: () => {
      const reading = readings[Math.min(at++, readings.length - 1)] as number | null;
      return Promise.resolve(reading === null ? null : reading * MIB);
    },
    timing: {
      now: () => now,
      random: () => 0,
      sleep: (ms) => {
        now += ms;
        return Promise.resolve();
      },
    },
  });
  return { memory, waited: () => now };
}

describe('memory of a run that was cut off', () => {
  test('is freed when no more is in use than in the beginning', async () => {
    const { memory, waited } = memoryOf(1_000, 3_000, 2_000, 1_010);
    await memory.started();
    expect(await memory.freed(never)).toBe(true);
    expect(waited()).toBe(500);
  });

  test('is not freed if more stays in use', async () => {
    const { memory, waited } = memoryOf(1_000, 3_000);
    await memory.started();
    expect(await memory.freed(never)).toBe(false);
    expect(waited()).toBe(5_000);
  });

  test('what a run that ended well leaves in use is normal', async () => {
    const { memory } = memoryOf(1_000, 3_000, 2_000, 3_000, 3_065);
    await memory.started();
    await memory.endedWell();
    await memory.endedWell();
    expect(await memory.freed(never)).toBe(true);
    expect(await memory.freed(never)).toBe(false);
  });

  test('a new process begins anew', async () => {
    const { memory } = memoryOf(3_000, 1_000, 3_000);
    await memory.started();
    await memory.started();
    expect(await memory.freed(never)).toBe(false);
  });

  test('where nothing can be told nothing is waited for', async () => {
    const { memory, waited } = memoryOf(1_000, null);
    await memory.started();
    expect(await memory.freed(never)).toBe(true);
    expect(waited()).toBe(0);
  });

  test('waiting can be given up', async () => {
    const { memory } = memoryOf(1_000, 3_000);
    await memory.started();
    expect(await memory.freed(AbortSignal.abort())).toBe(false);
  });
});
