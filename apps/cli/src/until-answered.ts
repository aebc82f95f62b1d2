import { setTimeout as sleep } from 'node:timers/promises';
import { GridsweepError } from '@gridsweep/sweep';
import type { Terminal } from './terminal.ts';

/** A coordinator that is being started answers within this time. */
const PATIENCE_MS = 20_000;
const RETRY_EVERY_MS = 250;

/** Calls a coordinator, waiting a moment for one that is just being started. @throws GridsweepError as the call does */
export async function untilAnswered<Answer>(
  call: () => Promise<Answer>,
  {
    address,
    terminal,
    signal,
  }: { readonly address: string; readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<Answer> {
  const begun = performance.now();
  for (let told = false; ; told = true) {
    try {
      return await call();
    } catch (thrown) {
      const { code } = GridsweepError.from(thrown);
      if (code !== 'unavailable' || performance.now() - begun >= PATIENCE_MS) throw thrown;
      if (!told)
        terminal.err.write(`Waiting for a coordinator at ${address} (start one with: gridsweep coordinator) …\n`);
    }
    await sleep(RETRY_EVERY_MS, undefined, { signal });
  }
}
