import type { Summary } from '../aggregate.ts';
import type { SweepRecord } from '../record.ts';
import { bestSoFar, bestSoFarPart } from './best-so-far.ts';
import { subjectOf } from './contenders.ts';
import { effects } from './effects.ts';
import { performance } from './performance.ts';
import type { Profile, ProfilePart } from './profile.ts';
import { runtime } from './runtime.ts';
import { sensitivities } from './sensitivity.ts';
import { smoothness } from './smoothness.ts';
import { speed } from './speed.ts';
import { expectedBest, tuneability } from './tuneability.ts';

/**
 * Everything that a sweep tells beside its verdict. Pure; parts that have nothing to say are left out.
 * @param summary of `summarize(record)`
 * @param options.target a value of the sweep's metric by which speed is judged; else 90 % of the way to the best
 */
export function profileOf(record: SweepRecord, summary: Summary, options: { readonly target?: number } = {}): Profile {
  const subject = subjectOf(summary);
  const curve = bestSoFar(summary, record);
  const parts: (ProfilePart | undefined)[] = [
    performance(summary),
    speed(summary, record, options.target),
    tuneability(summary),
    smoothness(summary, record),
    effects(summary),
    curve && bestSoFarPart(summary, record, curve),
    runtime(summary, record),
  ];
  return {
    ...(subject !== undefined && { subject }),
    sensitivity: sensitivities(summary),
    ...(curve !== undefined && { bestSoFar: curve }),
    expectedBest: expectedBest(summary),
    parts: parts.filter((part) => part !== undefined),
  };
}
