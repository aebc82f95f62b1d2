import type { SweepClient, SweepUpdate } from '@gridsweep/protocol';
import { printJsonLine, type Context } from './context.ts';
import { exitCodeOf } from './exit-code.ts';
import { showProgress, type ProgressDisplay } from './progress/show.ts';

/** Shows a sweep's progress until it has ended, and sets the exit status by how it ended. */
export async function followSweep(
  context: Context,
  sweeps: SweepClient,
  name: string,
  { json = false }: { readonly json?: boolean | undefined },
): Promise<void> {
  const { terminal, interrupt } = context;
  const display: ProgressDisplay = json
    ? { update: (update) => printJsonLine(context, update), end: () => undefined }
    : showProgress(terminal.err);
  let last: SweepUpdate | undefined;
  try {
    for await (const update of sweeps.watch(name, { signal: interrupt })) {
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
