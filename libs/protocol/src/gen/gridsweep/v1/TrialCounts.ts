// Original file: proto/gridsweep/v1/sweep_service.proto


/**
 * total = pending + running + finished + failed + cancelled.
 */
export interface TrialCounts {
  'total'?: (number);
  'pending'?: (number);
  'running'?: (number);
  'finished'?: (number);
  'failed'?: (number);
  'cancelled'?: (number);
}

/**
 * total = pending + running + finished + failed + cancelled.
 */
export interface TrialCounts__Output {
  'total': (number);
  'pending': (number);
  'running': (number);
  'finished': (number);
  'failed': (number);
  'cancelled': (number);
}
