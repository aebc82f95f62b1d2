import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus } from 'node:os';

/** Where and when a benchmark was run, and of what. To be taken before the measurement: the checkout may change meanwhile. */
export function provenance(): Readonly<Record<string, string | number>> {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', 'libs', 'apps', 'tools') === '' ? '' : ' with changes';
  return {
    commit: git('rev-parse', '--short', 'HEAD') + changed,
    date: new Date().toISOString(),
    processor: cpus()[0].model,
    cores: availableParallelism(),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  };
}
