export { summarize, type Summary } from './aggregate.ts';
export { readableStatus, type CellSummary } from './cell-summary.ts';
export { findings } from './findings.ts';
export { latexText, type LatexOptions } from './export/latex.ts';
export { predictionPictures } from './export/tensorboard/prediction-pictures.ts';
export { TensorboardFolder, type TensorboardSweep } from './export/tensorboard/tensorboard-folder.ts';
export type { TrialPicture } from './export/tensorboard/trial-events.ts';
export { describeConfounder } from './findings/trust.ts';
export { verdict } from './findings/verdict.ts';
export {
  formatResults,
  listResults,
  RESULT_FORMATS,
  RESULT_LISTS,
  resultPieces,
  type FileFormat,
  type ResultFormat,
  type ResultList,
} from './format-results.ts';
export { confirmable } from './compare/confirmable.ts';
export { cellLabel, formatParameter, shortenLabels } from './parameter-label.ts';
export {
  countTrials,
  formatCounts,
  type PredictedPicture,
  type Predictions,
  type SweepRecord,
  type TrialCounts,
  type TrialRecord,
} from './record.ts';
export { displayWidth, printable, printableLines } from './safe-text.ts';
export {
  countOf,
  formatDuration,
  formatValue,
  formatWithUnit,
  metricFormat,
  type MetricFormat,
} from './value-format.ts';
export { curveChart } from './chart/curve-chart.ts';
export { heatMap } from './chart/heat-map.ts';
export { NARROW, WIDE } from './chart/layout.ts';
export { renderPng, renderSvg } from './chart/render.ts';
export { writeReport, type WrittenReport } from './report/write-report.ts';
export { toJson } from './table/export.ts';
export { each, inPieces } from './table/rows.ts';
export { column, plain, type Cell, type Table } from './table/table.ts';
export { terminalText, toTerminal, type TerminalOptions } from './table/terminal.ts';
export { profileOf } from './profile/profile-of.ts';
export { PROFILE_PARTS, type Profile, type ProfilePart } from './profile/profile.ts';
export { DIFF_FORMATS, diffText, type DiffFormat } from './diff/diff-table.ts';
export { diffSweeps, type SweepDiff } from './diff/sweep-diff.ts';
