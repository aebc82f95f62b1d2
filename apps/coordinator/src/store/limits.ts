/** Older lines of a trial's log are dropped. */
export const LOG_LINES_PER_TRIAL = 1000;
/** Longer messages are cut. */
export const LOG_MESSAGE_CHARACTERS = 4000;
/** Agents not seen for longest are forgotten first. */
export const AGENTS_KEPT = 1000;
/** Points read at once. */
export const POINTS_PER_PAGE = 2000;
