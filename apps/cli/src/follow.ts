import type { SweepClient, SweepUpdate } from '@gridsweep/protocol';
import { printJsonLine, type Context } from './context.ts';
import { exitCodeOf } from './exit-code.ts';
import { showProgress, type ProgressDisplay } from './progress/show.ts';
import type { Output } from './terminal.ts';
import { watchThrough } from './watch-through.ts';

/**
 * Shows a sweep's progress until it has ended, over restarts of its coordinator, and sets the exit status by how it ended.
 * @param to where it is shown; standard error if not given
 */
export async function followSweep(
  context: Context,
  sweeps: SweepClient,
  name: string,
  { json = false, to = context.terminal.err }: { readonly json?: boolean | undefined; readonly to?: Output },
): Promise<void> {
  const { terminal, interrupt, workloads } = context;
  const display: ProgressDisplay = json
    ? { update: (update) => printJsonLine(context, update), note: () => undefined, end: () => undefined }
    : showProgress(to, workloads);
  let last: SweepUpdate | undefined;
  try {
    const onLost = () => display.note('The coordinator is gone. Waiting for it to come back.');
    for await (const update of watchThrough(sweeps, name, { signal: interrupt, onLost })) {
      last = update;
      display.update(update);
    }
  } finally {
    display.end();
    if (interrupt.aborted && !json) {
      terminal.err.write(`The sweep goes on without you. Look again with: gridsweep watch ${last?.sweep.id ?? name}\n`);
    }
  }
  if (last !== undefined) context.exitCode = exitCodeOf(last.sweep);
}
