import type { Summary } from '../aggregate.ts';
import { printable } from '../safe-text.ts';
import { declarationOf } from '../sweep-metric.ts';
import { formatWithUnit, metricFormat } from '../value-format.ts';
import { asArgument, comparedCells, formats } from './words.ts';

/** Whether what is claimed of the best cell had a part in choosing it, and what to do where it had. */
export function choiceAndClaim(summary: Summary): string[] {
  const { comparison, spec } = summary;
  const [best] = comparedCells(summary);
  if (best?.final === undefined || comparison.cells.length < 2) return confirmation(summary);
  const { claim, choice } = formats(summary);
  if (comparison.choiceMetric !== comparison.metric) {
    return [
      ...confirmation(summary),
      `Chosen by ${choice.label}; claimed is the ${claim.label} at the end (${formatWithUnit(claim, best.final.mean)} for ${best.label}), which had no part in the choice.`,
    ];
  }
  if (spec.confirms !== undefined) return confirmation(summary);
  return [
    `Chosen and claimed by the same ${claim.label}, so the best cell's value may be somewhat too good. ${remedy(summary)}`,
  ];
}

function confirmation({ spec }: Summary): string[] {
  if (spec.confirms === undefined) return [];
  return [
    `This sweep confirms ${printable(spec.confirms.slice(0, 12))}: its cells were chosen there and ran here with fresh seeds, and only these are reported.`,
  ];
}

function remedy({ sweep, metric, metrics, spec }: Summary): string {
  const wanted = spec.metric.choose_by ?? declarationOf(metric.name, metrics)?.chooseBy;
  const confirm = `gridsweep confirm ${asArgument(sweep.name)} --seeds 10.`;
  if (metric.chooseBy !== undefined) {
    return `To choose by ${metricFormat(metric.chooseBy, metrics).label}, every trial that is compared must report it. To test what could be best with fresh seeds: ${confirm}`;
  }
  const apart =
    wanted === undefined
      ? 'Report a metric of data that neither training nor the claim uses, and name it as metric.choose_by'
      : wanted.startsWith('validation/')
        ? 'Keep a part of the training set for choosing (validation: { value: 5000 })'
        : `Let every trial report ${printable(wanted)}, which is to choose`;
  return `${apart}, or test what could be best with fresh seeds: ${confirm}`;
}
