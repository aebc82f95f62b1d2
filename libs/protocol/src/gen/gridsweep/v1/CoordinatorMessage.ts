// Original file: proto/gridsweep/v1/agent_service.proto

import type { Welcome as _gridsweep_v1_Welcome, Welcome__Output as _gridsweep_v1_Welcome__Output } from '../../gridsweep/v1/Welcome.ts';
import type { Assignment as _gridsweep_v1_Assignment, Assignment__Output as _gridsweep_v1_Assignment__Output } from '../../gridsweep/v1/Assignment.ts';
import type { Ack as _gridsweep_v1_Ack, Ack__Output as _gridsweep_v1_Ack__Output } from '../../gridsweep/v1/Ack.ts';
import type { Lease as _gridsweep_v1_Lease, Lease__Output as _gridsweep_v1_Lease__Output } from '../../gridsweep/v1/Lease.ts';
import type { Drain as _gridsweep_v1_Drain, Drain__Output as _gridsweep_v1_Drain__Output } from '../../gridsweep/v1/Drain.ts';

export interface CoordinatorMessage {
  /**
   * First answer of every session.
   */
  'welcome'?: (_gridsweep_v1_Welcome | null);
  /**
   * A trial to start.
   */
  'assignment'?: (_gridsweep_v1_Assignment | null);
  'ack'?: (_gridsweep_v1_Ack | null);
  /**
   * Stop the trial; nothing of it is wanted any more.
   */
  'cancel'?: (_gridsweep_v1_Lease | null);
  /**
   * The agent is asked to drain.
   */
  'drain'?: (_gridsweep_v1_Drain | null);
  /**
   * The lease is lost: stop and forget the attempt.
   */
  'fenced'?: (_gridsweep_v1_Lease | null);
  'message'?: "welcome"|"assignment"|"ack"|"cancel"|"drain"|"fenced";
}

export interface CoordinatorMessage__Output {
  /**
   * First answer of every session.
   */
  'welcome'?: (_gridsweep_v1_Welcome__Output | null);
  /**
   * A trial to start.
   */
  'assignment'?: (_gridsweep_v1_Assignment__Output | null);
  'ack'?: (_gridsweep_v1_Ack__Output | null);
  /**
   * Stop the trial; nothing of it is wanted any more.
   */
  'cancel'?: (_gridsweep_v1_Lease__Output | null);
  /**
   * The agent is asked to drain.
   */
  'drain'?: (_gridsweep_v1_Drain__Output | null);
  /**
   * The lease is lost: stop and forget the attempt.
   */
  'fenced'?: (_gridsweep_v1_Lease__Output | null);
  'message'?: "welcome"|"assignment"|"ack"|"cancel"|"drain"|"fenced";
}
