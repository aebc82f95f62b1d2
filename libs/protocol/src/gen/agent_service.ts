import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Ack as _gridsweep_v1_Ack, Ack__Output as _gridsweep_v1_Ack__Output } from './gridsweep/v1/Ack.ts';
import type { AgentMessage as _gridsweep_v1_AgentMessage, AgentMessage__Output as _gridsweep_v1_AgentMessage__Output } from './gridsweep/v1/AgentMessage.ts';
import type { AgentServiceClient as _gridsweep_v1_AgentServiceClient, AgentServiceDefinition as _gridsweep_v1_AgentServiceDefinition } from './gridsweep/v1/AgentService.ts';
import type { Assignment as _gridsweep_v1_Assignment, Assignment__Output as _gridsweep_v1_Assignment__Output } from './gridsweep/v1/Assignment.ts';
import type { CheckpointChunk as _gridsweep_v1_CheckpointChunk, CheckpointChunk__Output as _gridsweep_v1_CheckpointChunk__Output } from './gridsweep/v1/CheckpointChunk.ts';
import type { CheckpointInfo as _gridsweep_v1_CheckpointInfo, CheckpointInfo__Output as _gridsweep_v1_CheckpointInfo__Output } from './gridsweep/v1/CheckpointInfo.ts';
import type { Chunk as _gridsweep_v1_Chunk, Chunk__Output as _gridsweep_v1_Chunk__Output } from './gridsweep/v1/Chunk.ts';
import type { CoordinatorMessage as _gridsweep_v1_CoordinatorMessage, CoordinatorMessage__Output as _gridsweep_v1_CoordinatorMessage__Output } from './gridsweep/v1/CoordinatorMessage.ts';
import type { DeviceMetrics as _gridsweep_v1_DeviceMetrics, DeviceMetrics__Output as _gridsweep_v1_DeviceMetrics__Output } from './gridsweep/v1/DeviceMetrics.ts';
import type { Drain as _gridsweep_v1_Drain, Drain__Output as _gridsweep_v1_Drain__Output } from './gridsweep/v1/Drain.ts';
import type { Draining as _gridsweep_v1_Draining, Draining__Output as _gridsweep_v1_Draining__Output } from './gridsweep/v1/Draining.ts';
import type { Failure as _gridsweep_v1_Failure, Failure__Output as _gridsweep_v1_Failure__Output } from './gridsweep/v1/Failure.ts';
import type { FetchCheckpointRequest as _gridsweep_v1_FetchCheckpointRequest, FetchCheckpointRequest__Output as _gridsweep_v1_FetchCheckpointRequest__Output } from './gridsweep/v1/FetchCheckpointRequest.ts';
import type { FetchCheckpointResponse as _gridsweep_v1_FetchCheckpointResponse, FetchCheckpointResponse__Output as _gridsweep_v1_FetchCheckpointResponse__Output } from './gridsweep/v1/FetchCheckpointResponse.ts';
import type { FetchCodeRequest as _gridsweep_v1_FetchCodeRequest, FetchCodeRequest__Output as _gridsweep_v1_FetchCodeRequest__Output } from './gridsweep/v1/FetchCodeRequest.ts';
import type { FetchCodeResponse as _gridsweep_v1_FetchCodeResponse, FetchCodeResponse__Output as _gridsweep_v1_FetchCodeResponse__Output } from './gridsweep/v1/FetchCodeResponse.ts';
import type { FetchDatasetRequest as _gridsweep_v1_FetchDatasetRequest, FetchDatasetRequest__Output as _gridsweep_v1_FetchDatasetRequest__Output } from './gridsweep/v1/FetchDatasetRequest.ts';
import type { FetchDatasetResponse as _gridsweep_v1_FetchDatasetResponse, FetchDatasetResponse__Output as _gridsweep_v1_FetchDatasetResponse__Output } from './gridsweep/v1/FetchDatasetResponse.ts';
import type { Finished as _gridsweep_v1_Finished, Finished__Output as _gridsweep_v1_Finished__Output } from './gridsweep/v1/Finished.ts';
import type { HandedBack as _gridsweep_v1_HandedBack, HandedBack__Output as _gridsweep_v1_HandedBack__Output } from './gridsweep/v1/HandedBack.ts';
import type { Heartbeat as _gridsweep_v1_Heartbeat, Heartbeat__Output as _gridsweep_v1_Heartbeat__Output } from './gridsweep/v1/Heartbeat.ts';
import type { Hello as _gridsweep_v1_Hello, Hello__Output as _gridsweep_v1_Hello__Output } from './gridsweep/v1/Hello.ts';
import type { Lease as _gridsweep_v1_Lease, Lease__Output as _gridsweep_v1_Lease__Output } from './gridsweep/v1/Lease.ts';
import type { LogLine as _gridsweep_v1_LogLine, LogLine__Output as _gridsweep_v1_LogLine__Output } from './gridsweep/v1/LogLine.ts';
import type { MetricPoint as _gridsweep_v1_MetricPoint, MetricPoint__Output as _gridsweep_v1_MetricPoint__Output } from './gridsweep/v1/MetricPoint.ts';
import type { Metrics as _gridsweep_v1_Metrics, Metrics__Output as _gridsweep_v1_Metrics__Output } from './gridsweep/v1/Metrics.ts';
import type { OfferedWorkload as _gridsweep_v1_OfferedWorkload, OfferedWorkload__Output as _gridsweep_v1_OfferedWorkload__Output } from './gridsweep/v1/OfferedWorkload.ts';
import type { Progress as _gridsweep_v1_Progress, Progress__Output as _gridsweep_v1_Progress__Output } from './gridsweep/v1/Progress.ts';
import type { ProgressReport as _gridsweep_v1_ProgressReport, ProgressReport__Output as _gridsweep_v1_ProgressReport__Output } from './gridsweep/v1/ProgressReport.ts';
import type { Provenance as _gridsweep_v1_Provenance, Provenance__Output as _gridsweep_v1_Provenance__Output } from './gridsweep/v1/Provenance.ts';
import type { Rate as _gridsweep_v1_Rate, Rate__Output as _gridsweep_v1_Rate__Output } from './gridsweep/v1/Rate.ts';
import type { Report as _gridsweep_v1_Report, Report__Output as _gridsweep_v1_Report__Output } from './gridsweep/v1/Report.ts';
import type { Resuming as _gridsweep_v1_Resuming, Resuming__Output as _gridsweep_v1_Resuming__Output } from './gridsweep/v1/Resuming.ts';
import type { Trial as _gridsweep_v1_Trial, Trial__Output as _gridsweep_v1_Trial__Output } from './gridsweep/v1/Trial.ts';
import type { WeightsInfo as _gridsweep_v1_WeightsInfo, WeightsInfo__Output as _gridsweep_v1_WeightsInfo__Output } from './gridsweep/v1/WeightsInfo.ts';
import type { Welcome as _gridsweep_v1_Welcome, Welcome__Output as _gridsweep_v1_Welcome__Output } from './gridsweep/v1/Welcome.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  gridsweep: {
    v1: {
      Ack: MessageTypeDefinition<_gridsweep_v1_Ack, _gridsweep_v1_Ack__Output>
      AgentMessage: MessageTypeDefinition<_gridsweep_v1_AgentMessage, _gridsweep_v1_AgentMessage__Output>
      /**
       * What agents call. Agents dial out, so they can sit behind NAT.
       */
      AgentService: SubtypeConstructor<typeof grpc.Client, _gridsweep_v1_AgentServiceClient> & { service: _gridsweep_v1_AgentServiceDefinition }
      Assignment: MessageTypeDefinition<_gridsweep_v1_Assignment, _gridsweep_v1_Assignment__Output>
      CheckpointChunk: MessageTypeDefinition<_gridsweep_v1_CheckpointChunk, _gridsweep_v1_CheckpointChunk__Output>
      CheckpointInfo: MessageTypeDefinition<_gridsweep_v1_CheckpointInfo, _gridsweep_v1_CheckpointInfo__Output>
      Chunk: MessageTypeDefinition<_gridsweep_v1_Chunk, _gridsweep_v1_Chunk__Output>
      CoordinatorMessage: MessageTypeDefinition<_gridsweep_v1_CoordinatorMessage, _gridsweep_v1_CoordinatorMessage__Output>
      DeviceMetrics: MessageTypeDefinition<_gridsweep_v1_DeviceMetrics, _gridsweep_v1_DeviceMetrics__Output>
      Drain: MessageTypeDefinition<_gridsweep_v1_Drain, _gridsweep_v1_Drain__Output>
      Draining: MessageTypeDefinition<_gridsweep_v1_Draining, _gridsweep_v1_Draining__Output>
      Failure: MessageTypeDefinition<_gridsweep_v1_Failure, _gridsweep_v1_Failure__Output>
      FailureKind: EnumTypeDefinition
      FetchCheckpointRequest: MessageTypeDefinition<_gridsweep_v1_FetchCheckpointRequest, _gridsweep_v1_FetchCheckpointRequest__Output>
      FetchCheckpointResponse: MessageTypeDefinition<_gridsweep_v1_FetchCheckpointResponse, _gridsweep_v1_FetchCheckpointResponse__Output>
      FetchCodeRequest: MessageTypeDefinition<_gridsweep_v1_FetchCodeRequest, _gridsweep_v1_FetchCodeRequest__Output>
      FetchCodeResponse: MessageTypeDefinition<_gridsweep_v1_FetchCodeResponse, _gridsweep_v1_FetchCodeResponse__Output>
      FetchDatasetRequest: MessageTypeDefinition<_gridsweep_v1_FetchDatasetRequest, _gridsweep_v1_FetchDatasetRequest__Output>
      FetchDatasetResponse: MessageTypeDefinition<_gridsweep_v1_FetchDatasetResponse, _gridsweep_v1_FetchDatasetResponse__Output>
      Finished: MessageTypeDefinition<_gridsweep_v1_Finished, _gridsweep_v1_Finished__Output>
      HandedBack: MessageTypeDefinition<_gridsweep_v1_HandedBack, _gridsweep_v1_HandedBack__Output>
      Heartbeat: MessageTypeDefinition<_gridsweep_v1_Heartbeat, _gridsweep_v1_Heartbeat__Output>
      Hello: MessageTypeDefinition<_gridsweep_v1_Hello, _gridsweep_v1_Hello__Output>
      Lease: MessageTypeDefinition<_gridsweep_v1_Lease, _gridsweep_v1_Lease__Output>
      LogLevel: EnumTypeDefinition
      LogLine: MessageTypeDefinition<_gridsweep_v1_LogLine, _gridsweep_v1_LogLine__Output>
      MetricPoint: MessageTypeDefinition<_gridsweep_v1_MetricPoint, _gridsweep_v1_MetricPoint__Output>
      Metrics: MessageTypeDefinition<_gridsweep_v1_Metrics, _gridsweep_v1_Metrics__Output>
      OfferedWorkload: MessageTypeDefinition<_gridsweep_v1_OfferedWorkload, _gridsweep_v1_OfferedWorkload__Output>
      Outcome: EnumTypeDefinition
      Progress: MessageTypeDefinition<_gridsweep_v1_Progress, _gridsweep_v1_Progress__Output>
      ProgressReport: MessageTypeDefinition<_gridsweep_v1_ProgressReport, _gridsweep_v1_ProgressReport__Output>
      Provenance: MessageTypeDefinition<_gridsweep_v1_Provenance, _gridsweep_v1_Provenance__Output>
      Rate: MessageTypeDefinition<_gridsweep_v1_Rate, _gridsweep_v1_Rate__Output>
      Report: MessageTypeDefinition<_gridsweep_v1_Report, _gridsweep_v1_Report__Output>
      Resuming: MessageTypeDefinition<_gridsweep_v1_Resuming, _gridsweep_v1_Resuming__Output>
      Trial: MessageTypeDefinition<_gridsweep_v1_Trial, _gridsweep_v1_Trial__Output>
      TrialState: EnumTypeDefinition
      WeightsInfo: MessageTypeDefinition<_gridsweep_v1_WeightsInfo, _gridsweep_v1_WeightsInfo__Output>
      Welcome: MessageTypeDefinition<_gridsweep_v1_Welcome, _gridsweep_v1_Welcome__Output>
    }
  }
}

