// A process that supervises one agent until it is told to exit.
import { pino } from 'pino';
import { supervise } from '../supervisor/supervisor.ts';

const [agent, folder] = process.argv.slice(2);
process.on('message', () => process.exit(0));
void supervise({
  agents: [{ uuid: 'GPU-0', label: '0', command: [process.execPath, agent!, folder!, '0'], env: process.env }],
  health: (uuid) =>
    Promise.resolve({
      type: 'ok',
      metrics: {
        uuid,
        name: '',
        utilization: null,
        memory: { usedBytes: 0, totalBytes: 1 },
        powerWatts: null,
        temperatureCelsius: null,
      },
    }),
  logger: pino({ level: 'silent' }),
}).done;
