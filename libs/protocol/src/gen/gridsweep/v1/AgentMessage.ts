// Original file: proto/gridsweep/v1/agent_service.proto

import type { Hello as _gridsweep_v1_Hello, Hello__Output as _gridsweep_v1_Hello__Output } from '../../gridsweep/v1/Hello.ts';
import type { Report as _gridsweep_v1_Report, Report__Output as _gridsweep_v1_Report__Output } from '../../gridsweep/v1/Report.ts';
import type { ProgressReport as _gridsweep_v1_ProgressReport, ProgressReport__Output as _gridsweep_v1_ProgressReport__Output } from '../../gridsweep/v1/ProgressReport.ts';
import type { Heartbeat as _gridsweep_v1_Heartbeat, Heartbeat__Output as _gridsweep_v1_Heartbeat__Output } from '../../gridsweep/v1/Heartbeat.ts';
import type { Draining as _gridsweep_v1_Draining, Draining__Output as _gridsweep_v1_Draining__Output } from '../../gridsweep/v1/Draining.ts';
import type { LogLine as _gridsweep_v1_LogLine, LogLine__Output as _gridsweep_v1_LogLine__Output } from '../../gridsweep/v1/LogLine.ts';
import type { Lease as _gridsweep_v1_Lease, Lease__Output as _gridsweep_v1_Lease__Output } from '../../gridsweep/v1/Lease.ts';

export interface AgentMessage {
  /**
   * First message of every session.
   */
  'hello'?: (_gridsweep_v1_Hello | null);
  /**
   * Durable news of a trial, acknowledged by Ack.
   */
  'report'?: (_gridsweep_v1_Report | null);
  'progress'?: (_gridsweep_v1_ProgressReport | null);
  'heartbeat'?: (_gridsweep_v1_Heartbeat | null);
  /**
   * The agent takes no more trials and hands back what it has.
   */
  'draining'?: (_gridsweep_v1_Draining | null);
  'log'?: (_gridsweep_v1_LogLine | null);
  /**
   * The trial's slot is free soon: its next trial may be sent now, so that the slot never waits for one.
   */
  'ending'?: (_gridsweep_v1_Lease | null);
  'message'?: "hello"|"report"|"progress"|"heartbeat"|"draining"|"log"|"ending";
}

export interface AgentMessage__Output {
  /**
   * First message of every session.
   */
  'hello'?: (_gridsweep_v1_Hello__Output | null);
  /**
   * Durable news of a trial, acknowledged by Ack.
   */
  'report'?: (_gridsweep_v1_Report__Output | null);
  'progress'?: (_gridsweep_v1_ProgressReport__Output | null);
  'heartbeat'?: (_gridsweep_v1_Heartbeat__Output | null);
  /**
   * The agent takes no more trials and hands back what it has.
   */
  'draining'?: (_gridsweep_v1_Draining__Output | null);
  'log'?: (_gridsweep_v1_LogLine__Output | null);
  /**
   * The trial's slot is free soon: its next trial may be sent now, so that the slot never waits for one.
   */
  'ending'?: (_gridsweep_v1_Lease__Output | null);
  'message'?: "hello"|"report"|"progress"|"heartbeat"|"draining"|"log"|"ending";
}
