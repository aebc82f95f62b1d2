/** Older lines of a trial's log are dropped. */
export const LOG_LINES_PER_TRIAL = 1000;
/** Longer messages of a log and details of a failure are cut. */
export const TEXT_CHARACTERS = 4000;
/** Agents not seen for longest are forgotten first. */
export const AGENTS_KEPT = 1000;
/** Points read at once. */
export const POINTS_PER_PAGE = 2000;
export const METRIC_NAME_CHARACTERS = 200;
/** Complete checkpoints of a trial; older ones are dropped. */
export const CHECKPOINTS_KEPT = 2;
/** An attempt whose checkpoint is larger fails. Agents have a lower limit of their own. */
export const CHECKPOINT_BYTES = 2 ** 30;
/** Of the code that a sweep brings. */
export const CODE_BYTES = 64 * 2 ** 20;
/** Code that no sweep has is kept for so long after it was last sent: its sweep may be about to be submitted. */
export const UNUSED_CODE_KEPT_MS = 60 * 60 * 1000;
/** What computed a trial is told of so many attempts at most. */
export const PROVENANCES_KEPT = 32;
