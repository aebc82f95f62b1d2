import { Command } from 'commander';
import { specJsonSchema } from '@gridsweep/sweep';
import { examples, printJson, type Context } from '../context.ts';

export function schemaCommand(context: Context): Command {
  return new Command('schema')
    .description('print the JSON Schema of sweep files, for completion and checks in editors')
    .option('--json', 'accepted as everywhere; the schema is JSON')
    .addHelpText('after', examples('schema > sweep.schema.json'))
    .action(() => printJson(context, specJsonSchema(context.workloads.all)));
}
