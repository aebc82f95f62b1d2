// Stands in for a supervised agent process. It writes what it is and what happens to it into the file of its device, a line
// each, and does what the file beside it, "orders-LABEL", says at its start: work, crash, crash-early, refuse, leave or hang.
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setInterval } from 'node:timers';

const [folder, label] = process.argv.slice(2);
const note = (line) => appendFileSync(join(folder, `said-${label}`), `${JSON.stringify(line)}\n`);
const status = readFileSync('/proc/self/status', 'utf8');
note({
  pid: process.pid,
  device: process.env.CUDA_VISIBLE_DEVICES,
  cpus: /^Cpus_allowed_list:\s*(.*)$/m.exec(status)[1],
});

process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => {
  note('SIGTERM');
  if (order() !== 'hang') process.exit(0);
});
switch (order()) {
  case 'crash-early':
    process.exit(1);
    break;
  case 'refuse':
    process.exit(2);
    break;
}
process.send({ type: 'ready' }, () => {
  note('ready');
  if (order() === 'crash') process.exit(1);
  if (order() === 'leave') process.exit(0);
});
setInterval(() => {}, 1000);

function order() {
  try {
    return readFileSync(join(folder, `orders-${label}`), 'utf8');
  } catch {
    return 'work';
  }
}
