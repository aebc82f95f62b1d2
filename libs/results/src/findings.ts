import { oncePerSummary } from './aggregate.ts';
import { axisTrends } from './findings/axis-trend.ts';
import { choiceAndClaim } from './findings/choice.ts';
import { earlyLeaders } from './findings/early-leaders.ts';
import { edges } from './findings/edge.ts';
import { evidence } from './findings/evidence.ts';
import { divergence, judgements } from './findings/outcomes.ts';
import { failures, unfinished, unreported } from './findings/reporting.ts';
import { doubts } from './findings/trust.ts';
import { verdict } from './findings/verdict.ts';

/**
 * What the sweep shows, in sentences computed from its numbers: the verdict first, then what it rests on and what it does not say. The
 * metric was named before; whatever else catches the eye is marked as exploratory.
 */
export const findings = oncePerSummary((summary): readonly string[] => {
  return [
    verdict(summary),
    ...unfinished(summary),
    ...evidence(summary),
    ...choiceAndClaim(summary),
    ...doubts(summary),
    ...divergence(summary),
    ...judgements(summary),
    ...failures(summary),
    ...unreported(summary),
    ...edges(summary),
    ...[...axisTrends(summary), ...earlyLeaders(summary)].map((sentence) => `Exploratory: ${sentence}`),
  ];
});
