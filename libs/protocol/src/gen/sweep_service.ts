import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Agent as _gridsweep_v1_Agent, Agent__Output as _gridsweep_v1_Agent__Output } from './gridsweep/v1/Agent.ts';
import type { CancelRequest as _gridsweep_v1_CancelRequest, CancelRequest__Output as _gridsweep_v1_CancelRequest__Output } from './gridsweep/v1/CancelRequest.ts';
import type { CancelResponse as _gridsweep_v1_CancelResponse, CancelResponse__Output as _gridsweep_v1_CancelResponse__Output } from './gridsweep/v1/CancelResponse.ts';
import type { Chunk as _gridsweep_v1_Chunk, Chunk__Output as _gridsweep_v1_Chunk__Output } from './gridsweep/v1/Chunk.ts';
import type { DeleteRequest as _gridsweep_v1_DeleteRequest, DeleteRequest__Output as _gridsweep_v1_DeleteRequest__Output } from './gridsweep/v1/DeleteRequest.ts';
import type { DeleteResponse as _gridsweep_v1_DeleteResponse, DeleteResponse__Output as _gridsweep_v1_DeleteResponse__Output } from './gridsweep/v1/DeleteResponse.ts';
import type { DeviceMetrics as _gridsweep_v1_DeviceMetrics, DeviceMetrics__Output as _gridsweep_v1_DeviceMetrics__Output } from './gridsweep/v1/DeviceMetrics.ts';
import type { DrainAgentRequest as _gridsweep_v1_DrainAgentRequest, DrainAgentRequest__Output as _gridsweep_v1_DrainAgentRequest__Output } from './gridsweep/v1/DrainAgentRequest.ts';
import type { DrainAgentResponse as _gridsweep_v1_DrainAgentResponse, DrainAgentResponse__Output as _gridsweep_v1_DrainAgentResponse__Output } from './gridsweep/v1/DrainAgentResponse.ts';
import type { ExtendRequest as _gridsweep_v1_ExtendRequest, ExtendRequest__Output as _gridsweep_v1_ExtendRequest__Output } from './gridsweep/v1/ExtendRequest.ts';
import type { ExtendResponse as _gridsweep_v1_ExtendResponse, ExtendResponse__Output as _gridsweep_v1_ExtendResponse__Output } from './gridsweep/v1/ExtendResponse.ts';
import type { Failure as _gridsweep_v1_Failure, Failure__Output as _gridsweep_v1_Failure__Output } from './gridsweep/v1/Failure.ts';
import type { FetchWeightsRequest as _gridsweep_v1_FetchWeightsRequest, FetchWeightsRequest__Output as _gridsweep_v1_FetchWeightsRequest__Output } from './gridsweep/v1/FetchWeightsRequest.ts';
import type { FetchWeightsResponse as _gridsweep_v1_FetchWeightsResponse, FetchWeightsResponse__Output as _gridsweep_v1_FetchWeightsResponse__Output } from './gridsweep/v1/FetchWeightsResponse.ts';
import type { GetRequest as _gridsweep_v1_GetRequest, GetRequest__Output as _gridsweep_v1_GetRequest__Output } from './gridsweep/v1/GetRequest.ts';
import type { GetResponse as _gridsweep_v1_GetResponse, GetResponse__Output as _gridsweep_v1_GetResponse__Output } from './gridsweep/v1/GetResponse.ts';
import type { ListAgentsRequest as _gridsweep_v1_ListAgentsRequest, ListAgentsRequest__Output as _gridsweep_v1_ListAgentsRequest__Output } from './gridsweep/v1/ListAgentsRequest.ts';
import type { ListAgentsResponse as _gridsweep_v1_ListAgentsResponse, ListAgentsResponse__Output as _gridsweep_v1_ListAgentsResponse__Output } from './gridsweep/v1/ListAgentsResponse.ts';
import type { ListRequest as _gridsweep_v1_ListRequest, ListRequest__Output as _gridsweep_v1_ListRequest__Output } from './gridsweep/v1/ListRequest.ts';
import type { ListResponse as _gridsweep_v1_ListResponse, ListResponse__Output as _gridsweep_v1_ListResponse__Output } from './gridsweep/v1/ListResponse.ts';
import type { ListTrialsRequest as _gridsweep_v1_ListTrialsRequest, ListTrialsRequest__Output as _gridsweep_v1_ListTrialsRequest__Output } from './gridsweep/v1/ListTrialsRequest.ts';
import type { ListTrialsResponse as _gridsweep_v1_ListTrialsResponse, ListTrialsResponse__Output as _gridsweep_v1_ListTrialsResponse__Output } from './gridsweep/v1/ListTrialsResponse.ts';
import type { MetricPage as _gridsweep_v1_MetricPage, MetricPage__Output as _gridsweep_v1_MetricPage__Output } from './gridsweep/v1/MetricPage.ts';
import type { MetricPoint as _gridsweep_v1_MetricPoint, MetricPoint__Output as _gridsweep_v1_MetricPoint__Output } from './gridsweep/v1/MetricPoint.ts';
import type { OfferedWorkload as _gridsweep_v1_OfferedWorkload, OfferedWorkload__Output as _gridsweep_v1_OfferedWorkload__Output } from './gridsweep/v1/OfferedWorkload.ts';
import type { PauseRequest as _gridsweep_v1_PauseRequest, PauseRequest__Output as _gridsweep_v1_PauseRequest__Output } from './gridsweep/v1/PauseRequest.ts';
import type { PauseResponse as _gridsweep_v1_PauseResponse, PauseResponse__Output as _gridsweep_v1_PauseResponse__Output } from './gridsweep/v1/PauseResponse.ts';
import type { Progress as _gridsweep_v1_Progress, Progress__Output as _gridsweep_v1_Progress__Output } from './gridsweep/v1/Progress.ts';
import type { Provenance as _gridsweep_v1_Provenance, Provenance__Output as _gridsweep_v1_Provenance__Output } from './gridsweep/v1/Provenance.ts';
import type { Rate as _gridsweep_v1_Rate, Rate__Output as _gridsweep_v1_Rate__Output } from './gridsweep/v1/Rate.ts';
import type { ResumeRequest as _gridsweep_v1_ResumeRequest, ResumeRequest__Output as _gridsweep_v1_ResumeRequest__Output } from './gridsweep/v1/ResumeRequest.ts';
import type { ResumeResponse as _gridsweep_v1_ResumeResponse, ResumeResponse__Output as _gridsweep_v1_ResumeResponse__Output } from './gridsweep/v1/ResumeResponse.ts';
import type { RetryFailedRequest as _gridsweep_v1_RetryFailedRequest, RetryFailedRequest__Output as _gridsweep_v1_RetryFailedRequest__Output } from './gridsweep/v1/RetryFailedRequest.ts';
import type { RetryFailedResponse as _gridsweep_v1_RetryFailedResponse, RetryFailedResponse__Output as _gridsweep_v1_RetryFailedResponse__Output } from './gridsweep/v1/RetryFailedResponse.ts';
import type { StreamLogsRequest as _gridsweep_v1_StreamLogsRequest, StreamLogsRequest__Output as _gridsweep_v1_StreamLogsRequest__Output } from './gridsweep/v1/StreamLogsRequest.ts';
import type { StreamLogsResponse as _gridsweep_v1_StreamLogsResponse, StreamLogsResponse__Output as _gridsweep_v1_StreamLogsResponse__Output } from './gridsweep/v1/StreamLogsResponse.ts';
import type { StreamResultsRequest as _gridsweep_v1_StreamResultsRequest, StreamResultsRequest__Output as _gridsweep_v1_StreamResultsRequest__Output } from './gridsweep/v1/StreamResultsRequest.ts';
import type { StreamResultsResponse as _gridsweep_v1_StreamResultsResponse, StreamResultsResponse__Output as _gridsweep_v1_StreamResultsResponse__Output } from './gridsweep/v1/StreamResultsResponse.ts';
import type { SubmitRequest as _gridsweep_v1_SubmitRequest, SubmitRequest__Output as _gridsweep_v1_SubmitRequest__Output } from './gridsweep/v1/SubmitRequest.ts';
import type { SubmitResponse as _gridsweep_v1_SubmitResponse, SubmitResponse__Output as _gridsweep_v1_SubmitResponse__Output } from './gridsweep/v1/SubmitResponse.ts';
import type { Sweep as _gridsweep_v1_Sweep, Sweep__Output as _gridsweep_v1_Sweep__Output } from './gridsweep/v1/Sweep.ts';
import type { SweepServiceClient as _gridsweep_v1_SweepServiceClient, SweepServiceDefinition as _gridsweep_v1_SweepServiceDefinition } from './gridsweep/v1/SweepService.ts';
import type { Trial as _gridsweep_v1_Trial, Trial__Output as _gridsweep_v1_Trial__Output } from './gridsweep/v1/Trial.ts';
import type { TrialCounts as _gridsweep_v1_TrialCounts, TrialCounts__Output as _gridsweep_v1_TrialCounts__Output } from './gridsweep/v1/TrialCounts.ts';
import type { UploadCodeRequest as _gridsweep_v1_UploadCodeRequest, UploadCodeRequest__Output as _gridsweep_v1_UploadCodeRequest__Output } from './gridsweep/v1/UploadCodeRequest.ts';
import type { UploadCodeResponse as _gridsweep_v1_UploadCodeResponse, UploadCodeResponse__Output as _gridsweep_v1_UploadCodeResponse__Output } from './gridsweep/v1/UploadCodeResponse.ts';
import type { WatchRequest as _gridsweep_v1_WatchRequest, WatchRequest__Output as _gridsweep_v1_WatchRequest__Output } from './gridsweep/v1/WatchRequest.ts';
import type { WatchResponse as _gridsweep_v1_WatchResponse, WatchResponse__Output as _gridsweep_v1_WatchResponse__Output } from './gridsweep/v1/WatchResponse.ts';
import type { WeightsInfo as _gridsweep_v1_WeightsInfo, WeightsInfo__Output as _gridsweep_v1_WeightsInfo__Output } from './gridsweep/v1/WeightsInfo.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  gridsweep: {
    v1: {
      Agent: MessageTypeDefinition<_gridsweep_v1_Agent, _gridsweep_v1_Agent__Output>
      AgentState: EnumTypeDefinition
      CancelRequest: MessageTypeDefinition<_gridsweep_v1_CancelRequest, _gridsweep_v1_CancelRequest__Output>
      CancelResponse: MessageTypeDefinition<_gridsweep_v1_CancelResponse, _gridsweep_v1_CancelResponse__Output>
      Chunk: MessageTypeDefinition<_gridsweep_v1_Chunk, _gridsweep_v1_Chunk__Output>
      DeleteRequest: MessageTypeDefinition<_gridsweep_v1_DeleteRequest, _gridsweep_v1_DeleteRequest__Output>
      DeleteResponse: MessageTypeDefinition<_gridsweep_v1_DeleteResponse, _gridsweep_v1_DeleteResponse__Output>
      DeviceMetrics: MessageTypeDefinition<_gridsweep_v1_DeviceMetrics, _gridsweep_v1_DeviceMetrics__Output>
      DrainAgentRequest: MessageTypeDefinition<_gridsweep_v1_DrainAgentRequest, _gridsweep_v1_DrainAgentRequest__Output>
      DrainAgentResponse: MessageTypeDefinition<_gridsweep_v1_DrainAgentResponse, _gridsweep_v1_DrainAgentResponse__Output>
      ExtendRequest: MessageTypeDefinition<_gridsweep_v1_ExtendRequest, _gridsweep_v1_ExtendRequest__Output>
      ExtendResponse: MessageTypeDefinition<_gridsweep_v1_ExtendResponse, _gridsweep_v1_ExtendResponse__Output>
      Failure: MessageTypeDefinition<_gridsweep_v1_Failure, _gridsweep_v1_Failure__Output>
      FailureKind: EnumTypeDefinition
      FetchWeightsRequest: MessageTypeDefinition<_gridsweep_v1_FetchWeightsRequest, _gridsweep_v1_FetchWeightsRequest__Output>
      FetchWeightsResponse: MessageTypeDefinition<_gridsweep_v1_FetchWeightsResponse, _gridsweep_v1_FetchWeightsResponse__Output>
      GetRequest: MessageTypeDefinition<_gridsweep_v1_GetRequest, _gridsweep_v1_GetRequest__Output>
      GetResponse: MessageTypeDefinition<_gridsweep_v1_GetResponse, _gridsweep_v1_GetResponse__Output>
      ListAgentsRequest: MessageTypeDefinition<_gridsweep_v1_ListAgentsRequest, _gridsweep_v1_ListAgentsRequest__Output>
      ListAgentsResponse: MessageTypeDefinition<_gridsweep_v1_ListAgentsResponse, _gridsweep_v1_ListAgentsResponse__Output>
      ListRequest: MessageTypeDefinition<_gridsweep_v1_ListRequest, _gridsweep_v1_ListRequest__Output>
      ListResponse: MessageTypeDefinition<_gridsweep_v1_ListResponse, _gridsweep_v1_ListResponse__Output>
      ListTrialsRequest: MessageTypeDefinition<_gridsweep_v1_ListTrialsRequest, _gridsweep_v1_ListTrialsRequest__Output>
      ListTrialsResponse: MessageTypeDefinition<_gridsweep_v1_ListTrialsResponse, _gridsweep_v1_ListTrialsResponse__Output>
      LogLevel: EnumTypeDefinition
      MetricPage: MessageTypeDefinition<_gridsweep_v1_MetricPage, _gridsweep_v1_MetricPage__Output>
      MetricPoint: MessageTypeDefinition<_gridsweep_v1_MetricPoint, _gridsweep_v1_MetricPoint__Output>
      OfferedWorkload: MessageTypeDefinition<_gridsweep_v1_OfferedWorkload, _gridsweep_v1_OfferedWorkload__Output>
      Outcome: EnumTypeDefinition
      PauseRequest: MessageTypeDefinition<_gridsweep_v1_PauseRequest, _gridsweep_v1_PauseRequest__Output>
      PauseResponse: MessageTypeDefinition<_gridsweep_v1_PauseResponse, _gridsweep_v1_PauseResponse__Output>
      Progress: MessageTypeDefinition<_gridsweep_v1_Progress, _gridsweep_v1_Progress__Output>
      Provenance: MessageTypeDefinition<_gridsweep_v1_Provenance, _gridsweep_v1_Provenance__Output>
      Rate: MessageTypeDefinition<_gridsweep_v1_Rate, _gridsweep_v1_Rate__Output>
      ResumeRequest: MessageTypeDefinition<_gridsweep_v1_ResumeRequest, _gridsweep_v1_ResumeRequest__Output>
      ResumeResponse: MessageTypeDefinition<_gridsweep_v1_ResumeResponse, _gridsweep_v1_ResumeResponse__Output>
      RetryFailedRequest: MessageTypeDefinition<_gridsweep_v1_RetryFailedRequest, _gridsweep_v1_RetryFailedRequest__Output>
      RetryFailedResponse: MessageTypeDefinition<_gridsweep_v1_RetryFailedResponse, _gridsweep_v1_RetryFailedResponse__Output>
      StreamLogsRequest: MessageTypeDefinition<_gridsweep_v1_StreamLogsRequest, _gridsweep_v1_StreamLogsRequest__Output>
      StreamLogsResponse: MessageTypeDefinition<_gridsweep_v1_StreamLogsResponse, _gridsweep_v1_StreamLogsResponse__Output>
      StreamResultsRequest: MessageTypeDefinition<_gridsweep_v1_StreamResultsRequest, _gridsweep_v1_StreamResultsRequest__Output>
      StreamResultsResponse: MessageTypeDefinition<_gridsweep_v1_StreamResultsResponse, _gridsweep_v1_StreamResultsResponse__Output>
      SubmitRequest: MessageTypeDefinition<_gridsweep_v1_SubmitRequest, _gridsweep_v1_SubmitRequest__Output>
      SubmitResponse: MessageTypeDefinition<_gridsweep_v1_SubmitResponse, _gridsweep_v1_SubmitResponse__Output>
      Sweep: MessageTypeDefinition<_gridsweep_v1_Sweep, _gridsweep_v1_Sweep__Output>
      /**
       * What people and their tools call.
       */
      SweepService: SubtypeConstructor<typeof grpc.Client, _gridsweep_v1_SweepServiceClient> & { service: _gridsweep_v1_SweepServiceDefinition }
      SweepState: EnumTypeDefinition
      Trial: MessageTypeDefinition<_gridsweep_v1_Trial, _gridsweep_v1_Trial__Output>
      TrialCounts: MessageTypeDefinition<_gridsweep_v1_TrialCounts, _gridsweep_v1_TrialCounts__Output>
      TrialState: EnumTypeDefinition
      UploadCodeRequest: MessageTypeDefinition<_gridsweep_v1_UploadCodeRequest, _gridsweep_v1_UploadCodeRequest__Output>
      UploadCodeResponse: MessageTypeDefinition<_gridsweep_v1_UploadCodeResponse, _gridsweep_v1_UploadCodeResponse__Output>
      WatchRequest: MessageTypeDefinition<_gridsweep_v1_WatchRequest, _gridsweep_v1_WatchRequest__Output>
      WatchResponse: MessageTypeDefinition<_gridsweep_v1_WatchResponse, _gridsweep_v1_WatchResponse__Output>
      WeightsInfo: MessageTypeDefinition<_gridsweep_v1_WeightsInfo, _gridsweep_v1_WeightsInfo__Output>
    }
  }
}

