// Original file: proto/gridsweep/v1/trial.proto

import type { TrialState as _gridsweep_v1_TrialState, TrialState__Output as _gridsweep_v1_TrialState__Output } from '../../gridsweep/v1/TrialState.ts';
import type { Outcome as _gridsweep_v1_Outcome, Outcome__Output as _gridsweep_v1_Outcome__Output } from '../../gridsweep/v1/Outcome.ts';
import type { Failure as _gridsweep_v1_Failure, Failure__Output as _gridsweep_v1_Failure__Output } from '../../gridsweep/v1/Failure.ts';
import type { Progress as _gridsweep_v1_Progress, Progress__Output as _gridsweep_v1_Progress__Output } from '../../gridsweep/v1/Progress.ts';
import type { MetricPoint as _gridsweep_v1_MetricPoint, MetricPoint__Output as _gridsweep_v1_MetricPoint__Output } from '../../gridsweep/v1/MetricPoint.ts';
import type { Provenance as _gridsweep_v1_Provenance, Provenance__Output as _gridsweep_v1_Provenance__Output } from '../../gridsweep/v1/Provenance.ts';
import type { WeightsInfo as _gridsweep_v1_WeightsInfo, WeightsInfo__Output as _gridsweep_v1_WeightsInfo__Output } from '../../gridsweep/v1/WeightsInfo.ts';
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
  'failure'?: (_gridsweep_v1_Failure | null);
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
  /**
   * What computed it; several where attempts on different engines or devices went on from each other.
   */
  'provenance'?: (_gridsweep_v1_Provenance)[];
  /**
   * Milliseconds since 1970; absent where it has not happened.
   */
  'startedAtMs'?: (number | string | Long);
  'endedAtMs'?: (number | string | Long);
  /**
   * Those that were kept; absent where none are.
   */
  'weights'?: (_gridsweep_v1_WeightsInfo | null);
  '_outcome'?: "outcome";
  '_agentId'?: "agentId";
  '_startedAtMs'?: "startedAtMs";
  '_endedAtMs'?: "endedAtMs";
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
  'outcome'?: (_gridsweep_v1_Outcome__Output);
  /**
   * Set when failed.
   */
  'failure': (_gridsweep_v1_Failure__Output | null);
  /**
   * Leases taken so far; the newest is the fencing token.
   */
  'attempts': (number);
  /**
   * Agent that holds or last held the lease.
   */
  'agentId'?: (string);
  'progress': (_gridsweep_v1_Progress__Output | null);
  /**
   * Newest value of each metric.
   */
  'latest': (_gridsweep_v1_MetricPoint__Output)[];
  /**
   * What computed it; several where attempts on different engines or devices went on from each other.
   */
  'provenance': (_gridsweep_v1_Provenance__Output)[];
  /**
   * Milliseconds since 1970; absent where it has not happened.
   */
  'startedAtMs'?: (number);
  'endedAtMs'?: (number);
  /**
   * Those that were kept; absent where none are.
   */
  'weights': (_gridsweep_v1_WeightsInfo__Output | null);
  '_outcome'?: "outcome";
  '_agentId'?: "agentId";
  '_startedAtMs'?: "startedAtMs";
  '_endedAtMs'?: "endedAtMs";
}
