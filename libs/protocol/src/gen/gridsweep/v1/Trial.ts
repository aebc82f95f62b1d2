// Original file: proto/gridsweep/v1/trial.proto

import type { TrialState as _gridsweep_v1_TrialState, TrialState__Output as _gridsweep_v1_TrialState__Output } from '../../gridsweep/v1/TrialState.ts';
import type { Outcome as _gridsweep_v1_Outcome, Outcome__Output as _gridsweep_v1_Outcome__Output } from '../../gridsweep/v1/Outcome.ts';
import type { FailureKind as _gridsweep_v1_FailureKind, FailureKind__Output as _gridsweep_v1_FailureKind__Output } from '../../gridsweep/v1/FailureKind.ts';
import type { Progress as _gridsweep_v1_Progress, Progress__Output as _gridsweep_v1_Progress__Output } from '../../gridsweep/v1/Progress.ts';
import type { MetricPoint as _gridsweep_v1_MetricPoint, MetricPoint__Output as _gridsweep_v1_MetricPoint__Output } from '../../gridsweep/v1/MetricPoint.ts';
import type { Provenance as _gridsweep_v1_Provenance, Provenance__Output as _gridsweep_v1_Provenance__Output } from '../../gridsweep/v1/Provenance.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * One trial: one cell of the grid with one seed.
 */
export interface Trial {
  'id'?: (string);
  'sweepId'?: (string);
  /**
   * Position in the sweep's order, from 0.
   */
  'index'?: (number);
  /**
   * The same for all seeds of a cell.
   */
  'cellId'?: (string);
  /**
   * Every hyperparameter, defaults included, as a JSON object.
   */
  'parametersJson'?: (string);
  'seed'?: (number);
  'state'?: (_gridsweep_v1_TrialState);
  /**
   * Set when finished.
   */
  'outcome'?: (_gridsweep_v1_Outcome);
  /**
   * Set when failed.
   */
  'failureKind'?: (_gridsweep_v1_FailureKind);
  'failureDetail'?: (string);
  /**
   * Leases taken so far; the newest is the fencing token.
   */
  'attempts'?: (number);
  /**
   * Agent that holds or last held the lease.
   */
  'agentId'?: (string);
  'progress'?: (_gridsweep_v1_Progress | null);
  /**
   * Newest value of each metric.
   */
  'latest'?: (_gridsweep_v1_MetricPoint)[];
  'provenance'?: (_gridsweep_v1_Provenance | null);
  /**
   * Milliseconds since 1970, 0 where it has not happened.
   */
  'startedAtMs'?: (number | string | Long);
  'endedAtMs'?: (number | string | Long);
}

/**
 * One trial: one cell of the grid with one seed.
 */
export interface Trial__Output {
  'id': (string);
  'sweepId': (string);
  /**
   * Position in the sweep's order, from 0.
   */
  'index': (number);
  /**
   * The same for all seeds of a cell.
   */
  'cellId': (string);
  /**
   * Every hyperparameter, defaults included, as a JSON object.
   */
  'parametersJson': (string);
  'seed': (number);
  'state': (_gridsweep_v1_TrialState__Output);
  /**
   * Set when finished.
   */
  'outcome': (_gridsweep_v1_Outcome__Output);
  /**
   * Set when failed.
   */
  'failureKind': (_gridsweep_v1_FailureKind__Output);
  'failureDetail': (string);
  /**
   * Leases taken so far; the newest is the fencing token.
   */
  'attempts': (number);
  /**
   * Agent that holds or last held the lease.
   */
  'agentId': (string);
  'progress': (_gridsweep_v1_Progress__Output | null);
  /**
   * Newest value of each metric.
   */
  'latest': (_gridsweep_v1_MetricPoint__Output)[];
  'provenance': (_gridsweep_v1_Provenance__Output | null);
  /**
   * Milliseconds since 1970, 0 where it has not happened.
   */
  'startedAtMs': (number);
  'endedAtMs': (number);
}
