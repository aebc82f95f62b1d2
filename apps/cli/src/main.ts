import { onInterrupt } from './interrupt.ts';
import { run } from './program.ts';
import { terminalOf } from './terminal.ts';

// A reader that has enough (`| head`) closes the pipe: that is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
}

const interrupt = onInterrupt();
const context = {
  terminal: terminalOf(process, process.env),
  env: process.env,
  interrupt: interrupt.signal,
  stdin: process.stdin,
};
process.exitCode = await run(process.argv.slice(2), context);
interrupt.dispose();
