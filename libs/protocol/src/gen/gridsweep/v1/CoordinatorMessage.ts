// Original file: proto/gridsweep/v1/agent_service.proto

import type { Welcome as _gridsweep_v1_Welcome, Welcome__Output as _gridsweep_v1_Welcome__Output } from '../../gridsweep/v1/Welcome.ts';
import type { Assign as _gridsweep_v1_Assign, Assign__Output as _gridsweep_v1_Assign__Output } from '../../gridsweep/v1/Assign.ts';
import type { Ack as _gridsweep_v1_Ack, Ack__Output as _gridsweep_v1_Ack__Output } from '../../gridsweep/v1/Ack.ts';
import type { Cancel as _gridsweep_v1_Cancel, Cancel__Output as _gridsweep_v1_Cancel__Output } from '../../gridsweep/v1/Cancel.ts';
import type { Drain as _gridsweep_v1_Drain, Drain__Output as _gridsweep_v1_Drain__Output } from '../../gridsweep/v1/Drain.ts';
import type { Fenced as _gridsweep_v1_Fenced, Fenced__Output as _gridsweep_v1_Fenced__Output } from '../../gridsweep/v1/Fenced.ts';

export interface CoordinatorMessage {
  /**
   * First answer of every session.
   */
  'welcome'?: (_gridsweep_v1_Welcome | null);
  'assign'?: (_gridsweep_v1_Assign | null);
  'ack'?: (_gridsweep_v1_Ack | null);
  'cancel'?: (_gridsweep_v1_Cancel | null);
  /**
   * The agent is asked to drain.
   */
  'drain'?: (_gridsweep_v1_Drain | null);
  'fenced'?: (_gridsweep_v1_Fenced | null);
  'message'?: "welcome"|"assign"|"ack"|"cancel"|"drain"|"fenced";
}

export interface CoordinatorMessage__Output {
  /**
   * First answer of every session.
   */
  'welcome'?: (_gridsweep_v1_Welcome__Output | null);
  'assign'?: (_gridsweep_v1_Assign__Output | null);
  'ack'?: (_gridsweep_v1_Ack__Output | null);
  'cancel'?: (_gridsweep_v1_Cancel__Output | null);
  /**
   * The agent is asked to drain.
   */
  'drain'?: (_gridsweep_v1_Drain__Output | null);
  'fenced'?: (_gridsweep_v1_Fenced__Output | null);
  'message'?: "welcome"|"assign"|"ack"|"cancel"|"drain"|"fenced";
}
