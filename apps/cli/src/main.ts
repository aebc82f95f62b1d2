import { EXIT } from './exit-code.ts';
import { onInterrupt } from './interrupt.ts';
import { run } from './program.ts';
import { terminalOf } from './terminal.ts';
import { WORKLOADS } from './workloads.ts';

// A reader that has enough (`| head`) closes the pipe: that is no error. Output that cannot be written is one.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    const why = error.code === 'ENOSPC' ? 'the disk is full' : error.message;
    process.stderr.write(`error: The output cannot be written: ${why}.\n`, () => process.exit(EXIT.error));
  });
}

const interrupt = onInterrupt();
const context = {
  terminal: terminalOf(process, process.env),
  env: process.env,
  interrupt: interrupt.signal,
  stdin: process.stdin,
  workloads: WORKLOADS,
};
process.exitCode = await run(process.argv.slice(2), context);
interrupt.dispose();
