import { Command } from 'commander';
import { examples, type Context } from '../context.ts';
import { logOptions } from '../log-options.ts';
import { wholeNumber } from '../option-values.ts';
import type { CoordinatorCommandOptions } from '../serve-coordinator.ts';

export function coordinatorCommand(context: Context): Command {
  const command = new Command('coordinator')
    .description('run the coordinator: it keeps sweeps and hands their trials to agents')
    .option('--host <address>', 'address to listen at; 0.0.0.0 for other machines', '127.0.0.1')
    .option('--port <port>', 'port to listen at; 0 takes a free one', wholeNumber(0, 65_535), 50_051)
    .option('--data-dir <folder>', "folder of the embedded database (default: coordinator/ in the user's data folder)")
    .option('--database-url <url>', 'use a PostgreSQL server instead (default: GRIDSWEEP_DATABASE_URL)')
    .option('--lease-ttl-ms <ms>', 'a lease not renewed for so long is taken back', wholeNumber(1000), 15_000)
    .option('--heartbeat-ms <ms>', 'how often agents renew their leases', wholeNumber(100), 5000)
    .option('--no-fetch', 'do not fetch the data set for agents that have none');
  logOptions(command);
  command.addHelpText(
    'after',
    examples('coordinator', 'coordinator --host 0.0.0.0 --database-url postgres://gridsweep@db/gridsweep'),
  );
  return command.action(async (options: CoordinatorCommandOptions) => {
    const { serveCoordinator } = await import('../serve-coordinator.ts');
    await serveCoordinator(context, options);
  });
}
