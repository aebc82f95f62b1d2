import type { Difference } from './point-set.ts';
import type { TryResult } from './try-command.ts';

/** A finding as a sentence, and whether it is as it should be. */
export interface TryFinding {
  readonly isGood: boolean;
  readonly sentence: string;
}

/** What was found of a command, for people. */
export function describeTry(result: TryResult, metric: string): TryFinding[] {
  const findings: TryFinding[] = [];
  const say = (isGood: boolean, sentence: string) => findings.push({ isGood, sentence });
  if (result.problem !== null) say(false, result.problem);
  const { names, hasSweeps } = result.metrics;
  if (names.length === 0) {
    say(
      false,
      'It reports nothing: append {"step":1,"loss":0.5} and the like, a line each, to $GRIDSWEEP_METRICS_FILE.',
    );
  } else {
    const listed =
      names.length > 10 ? `${names.slice(0, 10).join(', ')} and ${names.length - 10} more` : names.join(', ');
    say(true, `It reports ${listed}, up to step ${result.lastStep}.`);
    if (!hasSweeps) say(false, `It has not reported the sweep's metric ${metric}; it may come later, or be misspelt.`);
  }
  if (result.stop !== null) {
    const seconds = `${(result.stop.afterMs / 1000).toFixed(1)} s`;
    say(
      result.stop.inTime,
      result.stop.inTime
        ? `It stops in time, after ${seconds}.`
        : `It does not stop by itself: it was killed after ${seconds}.`,
    );
  } else if (result.problem === null) {
    say(true, 'It ended before it could be stopped; try more steps to see how it stops.');
  }
  const { checkpoint } = result;
  if (checkpoint !== null) {
    say(true, `It writes checkpoints, the newest at step ${checkpoint.step} (${size(checkpoint.sizeBytes)}).`);
  } else if (result.problem === null) {
    say(false, 'It has no checkpoint: a trial that is stopped or crashes begins anew.');
  }
  const resume = checkpoint === null ? null : resumeFinding(result);
  if (resume !== null) findings.push(resume);
  const { undeterministic } = result;
  if (undeterministic?.length === 0) say(true, 'It is deterministic: two runs have reported the same.');
  else if (undeterministic !== null) {
    say(false, `It is not deterministic: two runs differ in ${list(undeterministic)}.`);
  }
  return findings;
}

function resumeFinding({ resume, problem }: TryResult): TryFinding | null {
  switch (resume.type) {
    case 'same-points':
      return {
        isGood: true,
        sentence: `It resumes: from step ${resume.fromStep} on it has reported the same ${resume.compared} points as an undisturbed run.`,
      };
    case 'different-points':
      return {
        isGood: false,
        sentence: `It resumes at step ${resume.fromStep}, but differs from an undisturbed run in ${list([resume.first])}.`,
      };
    case 'starts-anew':
      return {
        isGood: false,
        sentence: `It begins anew though it has a checkpoint of step ${resume.fromStep}: where GRIDSWEEP_RESUME is 1, read it from $GRIDSWEEP_CHECKPOINT_DIR.`,
      };
    case 'unknown':
      return problem === null ? { isGood: false, sentence: `Whether it resumes is not known: ${resume.why}.` } : null;
  }
}

function list(differences: readonly Difference[]): string {
  const shown = differences.slice(0, 3).map(({ name, step, values }) => {
    const [a, b] = values.map((value) => value ?? 'nothing');
    return `${name} (step ${step}: ${a} and ${b})`;
  });
  return `${shown.join(', ')}${differences.length > 3 ? ` and ${differences.length - 3} more` : ''}`;
}

function size(bytes: number): string {
  return bytes < 2 ** 20 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
