// Original file: proto/gridsweep/v1/trial.proto

/**
 * What a finished trial's setting did. All are results.
 */
export const Outcome = {
  OUTCOME_UNSPECIFIED: 'OUTCOME_UNSPECIFIED',
  /**
   * Of earlier versions, which judged what was learned: completed.
   * @deprecated
   */
  OUTCOME_CONVERGED: 'OUTCOME_CONVERGED',
  /**
   * @deprecated
   */
  OUTCOME_NO_PROGRESS: 'OUTCOME_NO_PROGRESS',
  /**
   * A loss, a weight or a value that is not finite.
   */
  OUTCOME_DIVERGED: 'OUTCOME_DIVERGED',
  /**
   * The run came to its end; nothing is said about what it learned.
   */
  OUTCOME_COMPLETED: 'OUTCOME_COMPLETED',
} as const;

/**
 * What a finished trial's setting did. All are results.
 */
export type Outcome =
  | 'OUTCOME_UNSPECIFIED'
  | 0
  /**
   * Of earlier versions, which judged what was learned: completed.
   */
  | 'OUTCOME_CONVERGED'
  | 1
  | 'OUTCOME_NO_PROGRESS'
  | 2
  /**
   * A loss, a weight or a value that is not finite.
   */
  | 'OUTCOME_DIVERGED'
  | 3
  /**
   * The run came to its end; nothing is said about what it learned.
   */
  | 'OUTCOME_COMPLETED'
  | 4

/**
 * What a finished trial's setting did. All are results.
 */
export type Outcome__Output = typeof Outcome[keyof typeof Outcome]
