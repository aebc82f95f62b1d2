// A trainer process whose device holds TRAINER_HOLDS trials at once: one more runs out of memory. A trial of one epoch finishes
// at once when there is nothing before it, a longer one goes on until it is drained or cancelled. The engine's variant is the
// device that the process may see.
import { setTimeout } from 'node:timers';

const holds = Number(process.env.TRAINER_HOLDS ?? 1);
const running = new Set();

process.on('disconnect', () => process.exit(0));
process.on('message', (message) => {
  switch (message.type) {
    case 'start':
      send({ type: 'ready', engineVariant: `${message.device} ${process.env.CUDA_VISIBLE_DEVICES ?? 'all'}` });
      return;
    case 'train':
      running.add(message.run);
      if (running.size > holds) {
        end(message.run, { type: 'failed', kind: 'out-of-memory', detail: 'OOM when allocating tensor.' });
      } else if (message.trial.parameters.epochs === 1) {
        setTimeout(() => end(message.run, { type: 'finished', outcome: 'converged' }), 100);
      }
      return;
    case 'drain':
      end(message.run, { type: 'drained' });
      return;
    case 'cancel':
      end(message.run, { type: 'cancelled' });
      return;
  }
});

function end(run, how) {
  if (running.delete(run)) send({ type: 'ended', run, end: how });
}

function send(message) {
  process.send(message);
}
