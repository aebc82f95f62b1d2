import { Command } from 'commander';
import { checkTensorflow, setupTensorflow, type TensorflowFacts } from '@gridsweep/tensorflow';
import { examples, jsonOption, printJson, type Context } from '../context.ts';
import { showTensorflowProgress } from '../progress/tensorflow.ts';

interface Options {
  readonly gpu?: boolean;
  readonly from?: string;
  readonly check?: boolean;
  readonly json?: boolean;
}

export function setupCommand(context: Context): Command {
  const command = new Command('setup').description('set up an engine that does not come with the program');
  const tensorflow = command
    .command('tensorflow')
    .description(
      "fetch TensorFlow's wheels through your pip and compile tfjs-node-gpu's binding against them, into the cache folder",
    )
    .option('--gpu', 'the edition for NVIDIA GPUs: 3.4 GB to fetch instead of 0.3')
    .option('--from <path>', 'a folder with the wheels, or the one wheel, instead of the network')
    .option('--check', 'set nothing up, but load what is set up and tell what it computes on');
  jsonOption(tensorflow).addHelpText(
    'after',
    examples(
      'setup tensorflow',
      'setup tensorflow --gpu',
      'setup tensorflow --from ./wheels',
      'setup tensorflow --check',
    ),
  );
  tensorflow.action((options: Options) => work(context, options));
  return command;
}

async function work(context: Context, { gpu, from, check, json }: Options): Promise<void> {
  const edition = gpu ? 'gpu' : 'cpu';
  if (!check) {
    const display = showTensorflowProgress(context.terminal.err);
    try {
      await setupTensorflow({
        edition,
        from,
        onProgress: display.onProgress,
        signal: context.interrupt,
        env: context.env,
      });
    } finally {
      display.end();
    }
  }
  const facts = await checkTensorflow(edition, {}, context.interrupt);
  if (json) printJson(context, facts);
  else context.terminal.out.write(`${describe(facts)}\n`);
}

function describe({ folder, version, tfjsNode, compiler, device, noGpu }: TensorflowFacts): string {
  return [
    `TensorFlow ${version} is in ${folder}.`,
    `Its binding is ${tfjsNode}'s, compiled by ${compiler}.`,
    device === 'gpu' ? 'It computes on a GPU.' : `It computes on the CPU. ${noGpu ?? ''}`.trim(),
  ].join('\n');
}
