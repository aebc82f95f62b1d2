export { summarize, type Summary } from './aggregate.ts';
export { cellStatus, type CellSummary } from './cell-summary.ts';
export { findings } from './findings.ts';
export { formatResults, RESULT_FORMATS, type ResultFormat } from './format-results.ts';
export { formatDuration } from './duration.ts';
export { formatParameter, cellLabel } from './parameter-label.ts';
export type { SweepRecord, TrialRecord } from './record.ts';
export { countTrials, formatCounts, type TrialCounts } from './trial-counts.ts';
