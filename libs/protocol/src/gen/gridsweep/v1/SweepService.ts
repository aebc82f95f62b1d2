// Original file: proto/gridsweep/v1/sweep_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CancelRequest as _gridsweep_v1_CancelRequest, CancelRequest__Output as _gridsweep_v1_CancelRequest__Output } from '../../gridsweep/v1/CancelRequest.ts';
import type { CancelResponse as _gridsweep_v1_CancelResponse, CancelResponse__Output as _gridsweep_v1_CancelResponse__Output } from '../../gridsweep/v1/CancelResponse.ts';
import type { DeleteRequest as _gridsweep_v1_DeleteRequest, DeleteRequest__Output as _gridsweep_v1_DeleteRequest__Output } from '../../gridsweep/v1/DeleteRequest.ts';
import type { DeleteResponse as _gridsweep_v1_DeleteResponse, DeleteResponse__Output as _gridsweep_v1_DeleteResponse__Output } from '../../gridsweep/v1/DeleteResponse.ts';
import type { DrainAgentRequest as _gridsweep_v1_DrainAgentRequest, DrainAgentRequest__Output as _gridsweep_v1_DrainAgentRequest__Output } from '../../gridsweep/v1/DrainAgentRequest.ts';
import type { DrainAgentResponse as _gridsweep_v1_DrainAgentResponse, DrainAgentResponse__Output as _gridsweep_v1_DrainAgentResponse__Output } from '../../gridsweep/v1/DrainAgentResponse.ts';
import type { ExtendRequest as _gridsweep_v1_ExtendRequest, ExtendRequest__Output as _gridsweep_v1_ExtendRequest__Output } from '../../gridsweep/v1/ExtendRequest.ts';
import type { ExtendResponse as _gridsweep_v1_ExtendResponse, ExtendResponse__Output as _gridsweep_v1_ExtendResponse__Output } from '../../gridsweep/v1/ExtendResponse.ts';
import type { FetchWeightsRequest as _gridsweep_v1_FetchWeightsRequest, FetchWeightsRequest__Output as _gridsweep_v1_FetchWeightsRequest__Output } from '../../gridsweep/v1/FetchWeightsRequest.ts';
import type { FetchWeightsResponse as _gridsweep_v1_FetchWeightsResponse, FetchWeightsResponse__Output as _gridsweep_v1_FetchWeightsResponse__Output } from '../../gridsweep/v1/FetchWeightsResponse.ts';
import type { GetRequest as _gridsweep_v1_GetRequest, GetRequest__Output as _gridsweep_v1_GetRequest__Output } from '../../gridsweep/v1/GetRequest.ts';
import type { GetResponse as _gridsweep_v1_GetResponse, GetResponse__Output as _gridsweep_v1_GetResponse__Output } from '../../gridsweep/v1/GetResponse.ts';
import type { ListAgentsRequest as _gridsweep_v1_ListAgentsRequest, ListAgentsRequest__Output as _gridsweep_v1_ListAgentsRequest__Output } from '../../gridsweep/v1/ListAgentsRequest.ts';
import type { ListAgentsResponse as _gridsweep_v1_ListAgentsResponse, ListAgentsResponse__Output as _gridsweep_v1_ListAgentsResponse__Output } from '../../gridsweep/v1/ListAgentsResponse.ts';
import type { ListRequest as _gridsweep_v1_ListRequest, ListRequest__Output as _gridsweep_v1_ListRequest__Output } from '../../gridsweep/v1/ListRequest.ts';
import type { ListResponse as _gridsweep_v1_ListResponse, ListResponse__Output as _gridsweep_v1_ListResponse__Output } from '../../gridsweep/v1/ListResponse.ts';
import type { ListTrialsRequest as _gridsweep_v1_ListTrialsRequest, ListTrialsRequest__Output as _gridsweep_v1_ListTrialsRequest__Output } from '../../gridsweep/v1/ListTrialsRequest.ts';
import type { ListTrialsResponse as _gridsweep_v1_ListTrialsResponse, ListTrialsResponse__Output as _gridsweep_v1_ListTrialsResponse__Output } from '../../gridsweep/v1/ListTrialsResponse.ts';
import type { PauseRequest as _gridsweep_v1_PauseRequest, PauseRequest__Output as _gridsweep_v1_PauseRequest__Output } from '../../gridsweep/v1/PauseRequest.ts';
import type { PauseResponse as _gridsweep_v1_PauseResponse, PauseResponse__Output as _gridsweep_v1_PauseResponse__Output } from '../../gridsweep/v1/PauseResponse.ts';
import type { ResumeRequest as _gridsweep_v1_ResumeRequest, ResumeRequest__Output as _gridsweep_v1_ResumeRequest__Output } from '../../gridsweep/v1/ResumeRequest.ts';
import type { ResumeResponse as _gridsweep_v1_ResumeResponse, ResumeResponse__Output as _gridsweep_v1_ResumeResponse__Output } from '../../gridsweep/v1/ResumeResponse.ts';
import type { RetryFailedRequest as _gridsweep_v1_RetryFailedRequest, RetryFailedRequest__Output as _gridsweep_v1_RetryFailedRequest__Output } from '../../gridsweep/v1/RetryFailedRequest.ts';
import type { RetryFailedResponse as _gridsweep_v1_RetryFailedResponse, RetryFailedResponse__Output as _gridsweep_v1_RetryFailedResponse__Output } from '../../gridsweep/v1/RetryFailedResponse.ts';
import type { StreamLogsRequest as _gridsweep_v1_StreamLogsRequest, StreamLogsRequest__Output as _gridsweep_v1_StreamLogsRequest__Output } from '../../gridsweep/v1/StreamLogsRequest.ts';
import type { StreamLogsResponse as _gridsweep_v1_StreamLogsResponse, StreamLogsResponse__Output as _gridsweep_v1_StreamLogsResponse__Output } from '../../gridsweep/v1/StreamLogsResponse.ts';
import type { StreamResultsRequest as _gridsweep_v1_StreamResultsRequest, StreamResultsRequest__Output as _gridsweep_v1_StreamResultsRequest__Output } from '../../gridsweep/v1/StreamResultsRequest.ts';
import type { StreamResultsResponse as _gridsweep_v1_StreamResultsResponse, StreamResultsResponse__Output as _gridsweep_v1_StreamResultsResponse__Output } from '../../gridsweep/v1/StreamResultsResponse.ts';
import type { SubmitRequest as _gridsweep_v1_SubmitRequest, SubmitRequest__Output as _gridsweep_v1_SubmitRequest__Output } from '../../gridsweep/v1/SubmitRequest.ts';
import type { SubmitResponse as _gridsweep_v1_SubmitResponse, SubmitResponse__Output as _gridsweep_v1_SubmitResponse__Output } from '../../gridsweep/v1/SubmitResponse.ts';
import type { UploadCodeRequest as _gridsweep_v1_UploadCodeRequest, UploadCodeRequest__Output as _gridsweep_v1_UploadCodeRequest__Output } from '../../gridsweep/v1/UploadCodeRequest.ts';
import type { UploadCodeResponse as _gridsweep_v1_UploadCodeResponse, UploadCodeResponse__Output as _gridsweep_v1_UploadCodeResponse__Output } from '../../gridsweep/v1/UploadCodeResponse.ts';
import type { WatchRequest as _gridsweep_v1_WatchRequest, WatchRequest__Output as _gridsweep_v1_WatchRequest__Output } from '../../gridsweep/v1/WatchRequest.ts';
import type { WatchResponse as _gridsweep_v1_WatchResponse, WatchResponse__Output as _gridsweep_v1_WatchResponse__Output } from '../../gridsweep/v1/WatchResponse.ts';

/**
 * What people and their tools call.
 */
export interface SweepServiceClient extends grpc.Client {
  /**
   * Ends every trial that has not ended.
   */
  Cancel(argument: _gridsweep_v1_CancelRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_CancelResponse__Output>): grpc.ClientUnaryCall;
  Cancel(argument: _gridsweep_v1_CancelRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gridsweep_v1_CancelResponse__Output>): grpc.ClientUnaryCall;
  Cancel(argument: _gridsweep_v1_CancelRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_CancelResponse__Output>): grpc.ClientUnaryCall;
  Cancel(argument: _gridsweep_v1_CancelRequest, callback: grpc.requestCallback<_gridsweep_v1_CancelResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Ends every trial that has not ended.
   */
  cancel(argument: _gridsweep_v1_CancelRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_CancelResponse__Output>): grpc.ClientUnaryCall;
  cancel(argument: _gridsweep_v1_CancelRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gridsweep_v1_CancelResponse__Output>): grpc.ClientUnaryCall;
  cancel(argument: _gridsweep_v1_CancelRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_CancelResponse__Output>): grpc.ClientUnaryCall;
  cancel(argument: _gridsweep_v1_CancelRequest, callback: grpc.requestCallback<_gridsweep_v1_CancelResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Removes the sweep and all its records.
   */
  Delete(argument: _gridsweep_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_DeleteResponse__Output>): grpc.ClientUnaryCall;
  Delete(argument: _gridsweep_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gridsweep_v1_DeleteResponse__Output>): grpc.ClientUnaryCall;
  Delete(argument: _gridsweep_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_DeleteResponse__Output>): grpc.ClientUnaryCall;
  Delete(argument: _gridsweep_v1_DeleteRequest, callback: grpc.requestCallback<_gridsweep_v1_DeleteResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Removes the sweep and all its records.
   */
  delete(argument: _gridsweep_v1_DeleteRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_DeleteResponse__Output>): grpc.ClientUnaryCall;
  delete(argument: _gridsweep_v1_DeleteRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gridsweep_v1_DeleteResponse__Output>): grpc.ClientUnaryCall;
  delete(argument: _gridsweep_v1_DeleteRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_DeleteResponse__Output>): grpc.ClientUnaryCall;
  delete(argument: _gridsweep_v1_DeleteRequest, callback: grpc.requestCallback<_gridsweep_v1_DeleteResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The agent checkpoints, hands back and leaves.
   */
  DrainAgent(argument: _gridsweep_v1_DrainAgentRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_DrainAgentResponse__Output>): grpc.ClientUnaryCall;
  DrainAgent(argument: _gridsweep_v1_DrainAgentRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gridsweep_v1_DrainAgentResponse__Output>): grpc.ClientUnaryCall;
  DrainAgent(argument: _gridsweep_v1_DrainAgentRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_DrainAgentResponse__Output>): grpc.ClientUnaryCall;
  DrainAgent(argument: _gridsweep_v1_DrainAgentRequest, callback: grpc.requestCallback<_gridsweep_v1_DrainAgentResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The agent checkpoints, hands back and leaves.
   */
  drainAgent(argument: _gridsweep_v1_DrainAgentRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_DrainAgentResponse__Output>): grpc.ClientUnaryCall;
  drainAgent(argument: _gridsweep_v1_DrainAgentRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gridsweep_v1_DrainAgentResponse__Output>): grpc.ClientUnaryCall;
  drainAgent(argument: _gridsweep_v1_DrainAgentRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_DrainAgentResponse__Output>): grpc.ClientUnaryCall;
  drainAgent(argument: _gridsweep_v1_DrainAgentRequest, callback: grpc.requestCallback<_gridsweep_v1_DrainAgentResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Adds what a changed specification asks for beyond the sweep's own: more seeds, values, cells. Trials that are there stay.
   */
  Extend(argument: _gridsweep_v1_ExtendRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_ExtendResponse__Output>): grpc.ClientUnaryCall;
  Extend(argument: _gridsweep_v1_ExtendRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gridsweep_v1_ExtendResponse__Output>): grpc.ClientUnaryCall;
  Extend(argument: _gridsweep_v1_ExtendRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_ExtendResponse__Output>): grpc.ClientUnaryCall;
  Extend(argument: _gridsweep_v1_ExtendRequest, callback: grpc.requestCallback<_gridsweep_v1_ExtendResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Adds what a changed specification asks for beyond the sweep's own: more seeds, values, cells. Trials that are there stay.
   */
  extend(argument: _gridsweep_v1_ExtendRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_ExtendResponse__Output>): grpc.ClientUnaryCall;
  extend(argument: _gridsweep_v1_ExtendRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gridsweep_v1_ExtendResponse__Output>): grpc.ClientUnaryCall;
  extend(argument: _gridsweep_v1_ExtendRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_ExtendResponse__Output>): grpc.ClientUnaryCall;
  extend(argument: _gridsweep_v1_ExtendRequest, callback: grpc.requestCallback<_gridsweep_v1_ExtendResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The weights kept of a trial.
   */
  FetchWeights(argument: _gridsweep_v1_FetchWeightsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gridsweep_v1_FetchWeightsResponse__Output>;
  FetchWeights(argument: _gridsweep_v1_FetchWeightsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_gridsweep_v1_FetchWeightsResponse__Output>;
  /**
   * The weights kept of a trial.
   */
  fetchWeights(argument: _gridsweep_v1_FetchWeightsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gridsweep_v1_FetchWeightsResponse__Output>;
  fetchWeights(argument: _gridsweep_v1_FetchWeightsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_gridsweep_v1_FetchWeightsResponse__Output>;
  
  Get(argument: _gridsweep_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_GetResponse__Output>): grpc.ClientUnaryCall;
  Get(argument: _gridsweep_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gridsweep_v1_GetResponse__Output>): grpc.ClientUnaryCall;
  Get(argument: _gridsweep_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_GetResponse__Output>): grpc.ClientUnaryCall;
  Get(argument: _gridsweep_v1_GetRequest, callback: grpc.requestCallback<_gridsweep_v1_GetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _gridsweep_v1_GetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_GetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _gridsweep_v1_GetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gridsweep_v1_GetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _gridsweep_v1_GetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_GetResponse__Output>): grpc.ClientUnaryCall;
  get(argument: _gridsweep_v1_GetRequest, callback: grpc.requestCallback<_gridsweep_v1_GetResponse__Output>): grpc.ClientUnaryCall;
  
  List(argument: _gridsweep_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_ListResponse__Output>): grpc.ClientUnaryCall;
  List(argument: _gridsweep_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gridsweep_v1_ListResponse__Output>): grpc.ClientUnaryCall;
  List(argument: _gridsweep_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_ListResponse__Output>): grpc.ClientUnaryCall;
  List(argument: _gridsweep_v1_ListRequest, callback: grpc.requestCallback<_gridsweep_v1_ListResponse__Output>): grpc.ClientUnaryCall;
  list(argument: _gridsweep_v1_ListRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_ListResponse__Output>): grpc.ClientUnaryCall;
  list(argument: _gridsweep_v1_ListRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gridsweep_v1_ListResponse__Output>): grpc.ClientUnaryCall;
  list(argument: _gridsweep_v1_ListRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_ListResponse__Output>): grpc.ClientUnaryCall;
  list(argument: _gridsweep_v1_ListRequest, callback: grpc.requestCallback<_gridsweep_v1_ListResponse__Output>): grpc.ClientUnaryCall;
  
  ListAgents(argument: _gridsweep_v1_ListAgentsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_ListAgentsResponse__Output>): grpc.ClientUnaryCall;
  ListAgents(argument: _gridsweep_v1_ListAgentsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gridsweep_v1_ListAgentsResponse__Output>): grpc.ClientUnaryCall;
  ListAgents(argument: _gridsweep_v1_ListAgentsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_ListAgentsResponse__Output>): grpc.ClientUnaryCall;
  ListAgents(argument: _gridsweep_v1_ListAgentsRequest, callback: grpc.requestCallback<_gridsweep_v1_ListAgentsResponse__Output>): grpc.ClientUnaryCall;
  listAgents(argument: _gridsweep_v1_ListAgentsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_ListAgentsResponse__Output>): grpc.ClientUnaryCall;
  listAgents(argument: _gridsweep_v1_ListAgentsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gridsweep_v1_ListAgentsResponse__Output>): grpc.ClientUnaryCall;
  listAgents(argument: _gridsweep_v1_ListAgentsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_ListAgentsResponse__Output>): grpc.ClientUnaryCall;
  listAgents(argument: _gridsweep_v1_ListAgentsRequest, callback: grpc.requestCallback<_gridsweep_v1_ListAgentsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * A page of a sweep's trials, in the sweep's order.
   */
  ListTrials(argument: _gridsweep_v1_ListTrialsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_ListTrialsResponse__Output>): grpc.ClientUnaryCall;
  ListTrials(argument: _gridsweep_v1_ListTrialsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gridsweep_v1_ListTrialsResponse__Output>): grpc.ClientUnaryCall;
  ListTrials(argument: _gridsweep_v1_ListTrialsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_ListTrialsResponse__Output>): grpc.ClientUnaryCall;
  ListTrials(argument: _gridsweep_v1_ListTrialsRequest, callback: grpc.requestCallback<_gridsweep_v1_ListTrialsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * A page of a sweep's trials, in the sweep's order.
   */
  listTrials(argument: _gridsweep_v1_ListTrialsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_ListTrialsResponse__Output>): grpc.ClientUnaryCall;
  listTrials(argument: _gridsweep_v1_ListTrialsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gridsweep_v1_ListTrialsResponse__Output>): grpc.ClientUnaryCall;
  listTrials(argument: _gridsweep_v1_ListTrialsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_ListTrialsResponse__Output>): grpc.ClientUnaryCall;
  listTrials(argument: _gridsweep_v1_ListTrialsRequest, callback: grpc.requestCallback<_gridsweep_v1_ListTrialsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Hands out no more trials; running ones go on.
   */
  Pause(argument: _gridsweep_v1_PauseRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_PauseResponse__Output>): grpc.ClientUnaryCall;
  Pause(argument: _gridsweep_v1_PauseRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gridsweep_v1_PauseResponse__Output>): grpc.ClientUnaryCall;
  Pause(argument: _gridsweep_v1_PauseRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_PauseResponse__Output>): grpc.ClientUnaryCall;
  Pause(argument: _gridsweep_v1_PauseRequest, callback: grpc.requestCallback<_gridsweep_v1_PauseResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Hands out no more trials; running ones go on.
   */
  pause(argument: _gridsweep_v1_PauseRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_PauseResponse__Output>): grpc.ClientUnaryCall;
  pause(argument: _gridsweep_v1_PauseRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gridsweep_v1_PauseResponse__Output>): grpc.ClientUnaryCall;
  pause(argument: _gridsweep_v1_PauseRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_PauseResponse__Output>): grpc.ClientUnaryCall;
  pause(argument: _gridsweep_v1_PauseRequest, callback: grpc.requestCallback<_gridsweep_v1_PauseResponse__Output>): grpc.ClientUnaryCall;
  
  Resume(argument: _gridsweep_v1_ResumeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_ResumeResponse__Output>): grpc.ClientUnaryCall;
  Resume(argument: _gridsweep_v1_ResumeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gridsweep_v1_ResumeResponse__Output>): grpc.ClientUnaryCall;
  Resume(argument: _gridsweep_v1_ResumeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_ResumeResponse__Output>): grpc.ClientUnaryCall;
  Resume(argument: _gridsweep_v1_ResumeRequest, callback: grpc.requestCallback<_gridsweep_v1_ResumeResponse__Output>): grpc.ClientUnaryCall;
  resume(argument: _gridsweep_v1_ResumeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_ResumeResponse__Output>): grpc.ClientUnaryCall;
  resume(argument: _gridsweep_v1_ResumeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gridsweep_v1_ResumeResponse__Output>): grpc.ClientUnaryCall;
  resume(argument: _gridsweep_v1_ResumeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_ResumeResponse__Output>): grpc.ClientUnaryCall;
  resume(argument: _gridsweep_v1_ResumeRequest, callback: grpc.requestCallback<_gridsweep_v1_ResumeResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Returns failed (and, if asked, cancelled) trials to pending.
   */
  RetryFailed(argument: _gridsweep_v1_RetryFailedRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_RetryFailedResponse__Output>): grpc.ClientUnaryCall;
  RetryFailed(argument: _gridsweep_v1_RetryFailedRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gridsweep_v1_RetryFailedResponse__Output>): grpc.ClientUnaryCall;
  RetryFailed(argument: _gridsweep_v1_RetryFailedRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_RetryFailedResponse__Output>): grpc.ClientUnaryCall;
  RetryFailed(argument: _gridsweep_v1_RetryFailedRequest, callback: grpc.requestCallback<_gridsweep_v1_RetryFailedResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Returns failed (and, if asked, cancelled) trials to pending.
   */
  retryFailed(argument: _gridsweep_v1_RetryFailedRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_RetryFailedResponse__Output>): grpc.ClientUnaryCall;
  retryFailed(argument: _gridsweep_v1_RetryFailedRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gridsweep_v1_RetryFailedResponse__Output>): grpc.ClientUnaryCall;
  retryFailed(argument: _gridsweep_v1_RetryFailedRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_RetryFailedResponse__Output>): grpc.ClientUnaryCall;
  retryFailed(argument: _gridsweep_v1_RetryFailedRequest, callback: grpc.requestCallback<_gridsweep_v1_RetryFailedResponse__Output>): grpc.ClientUnaryCall;
  
  StreamLogs(argument: _gridsweep_v1_StreamLogsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gridsweep_v1_StreamLogsResponse__Output>;
  StreamLogs(argument: _gridsweep_v1_StreamLogsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_gridsweep_v1_StreamLogsResponse__Output>;
  streamLogs(argument: _gridsweep_v1_StreamLogsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gridsweep_v1_StreamLogsResponse__Output>;
  streamLogs(argument: _gridsweep_v1_StreamLogsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_gridsweep_v1_StreamLogsResponse__Output>;
  
  /**
   * The sweep, then each trial followed by its points in order.
   */
  StreamResults(argument: _gridsweep_v1_StreamResultsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gridsweep_v1_StreamResultsResponse__Output>;
  StreamResults(argument: _gridsweep_v1_StreamResultsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_gridsweep_v1_StreamResultsResponse__Output>;
  /**
   * The sweep, then each trial followed by its points in order.
   */
  streamResults(argument: _gridsweep_v1_StreamResultsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gridsweep_v1_StreamResultsResponse__Output>;
  streamResults(argument: _gridsweep_v1_StreamResultsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_gridsweep_v1_StreamResultsResponse__Output>;
  
  /**
   * Stores a sweep and its trials. The same specification again is the same sweep.
   */
  Submit(argument: _gridsweep_v1_SubmitRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_SubmitResponse__Output>): grpc.ClientUnaryCall;
  Submit(argument: _gridsweep_v1_SubmitRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gridsweep_v1_SubmitResponse__Output>): grpc.ClientUnaryCall;
  Submit(argument: _gridsweep_v1_SubmitRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_SubmitResponse__Output>): grpc.ClientUnaryCall;
  Submit(argument: _gridsweep_v1_SubmitRequest, callback: grpc.requestCallback<_gridsweep_v1_SubmitResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Stores a sweep and its trials. The same specification again is the same sweep.
   */
  submit(argument: _gridsweep_v1_SubmitRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_SubmitResponse__Output>): grpc.ClientUnaryCall;
  submit(argument: _gridsweep_v1_SubmitRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_gridsweep_v1_SubmitResponse__Output>): grpc.ClientUnaryCall;
  submit(argument: _gridsweep_v1_SubmitRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_SubmitResponse__Output>): grpc.ClientUnaryCall;
  submit(argument: _gridsweep_v1_SubmitRequest, callback: grpc.requestCallback<_gridsweep_v1_SubmitResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Stores the code that a sweep is submitted with, in order. What is there already is not stored again.
   */
  UploadCode(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_UploadCodeResponse__Output>): grpc.ClientWritableStream<_gridsweep_v1_UploadCodeRequest>;
  UploadCode(metadata: grpc.Metadata, callback: grpc.requestCallback<_gridsweep_v1_UploadCodeResponse__Output>): grpc.ClientWritableStream<_gridsweep_v1_UploadCodeRequest>;
  UploadCode(options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_UploadCodeResponse__Output>): grpc.ClientWritableStream<_gridsweep_v1_UploadCodeRequest>;
  UploadCode(callback: grpc.requestCallback<_gridsweep_v1_UploadCodeResponse__Output>): grpc.ClientWritableStream<_gridsweep_v1_UploadCodeRequest>;
  /**
   * Stores the code that a sweep is submitted with, in order. What is there already is not stored again.
   */
  uploadCode(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_UploadCodeResponse__Output>): grpc.ClientWritableStream<_gridsweep_v1_UploadCodeRequest>;
  uploadCode(metadata: grpc.Metadata, callback: grpc.requestCallback<_gridsweep_v1_UploadCodeResponse__Output>): grpc.ClientWritableStream<_gridsweep_v1_UploadCodeRequest>;
  uploadCode(options: grpc.CallOptions, callback: grpc.requestCallback<_gridsweep_v1_UploadCodeResponse__Output>): grpc.ClientWritableStream<_gridsweep_v1_UploadCodeRequest>;
  uploadCode(callback: grpc.requestCallback<_gridsweep_v1_UploadCodeResponse__Output>): grpc.ClientWritableStream<_gridsweep_v1_UploadCodeRequest>;
  
  /**
   * The sweep and, a page a message, all its trials; then what changes, until it has ended.
   */
  Watch(argument: _gridsweep_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gridsweep_v1_WatchResponse__Output>;
  Watch(argument: _gridsweep_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_gridsweep_v1_WatchResponse__Output>;
  /**
   * The sweep and, a page a message, all its trials; then what changes, until it has ended.
   */
  watch(argument: _gridsweep_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gridsweep_v1_WatchResponse__Output>;
  watch(argument: _gridsweep_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_gridsweep_v1_WatchResponse__Output>;
  
}

/**
 * What people and their tools call.
 */
export interface SweepServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Ends every trial that has not ended.
   */
  Cancel: grpc.handleUnaryCall<_gridsweep_v1_CancelRequest__Output, _gridsweep_v1_CancelResponse>;
  
  /**
   * Removes the sweep and all its records.
   */
  Delete: grpc.handleUnaryCall<_gridsweep_v1_DeleteRequest__Output, _gridsweep_v1_DeleteResponse>;
  
  /**
   * The agent checkpoints, hands back and leaves.
   */
  DrainAgent: grpc.handleUnaryCall<_gridsweep_v1_DrainAgentRequest__Output, _gridsweep_v1_DrainAgentResponse>;
  
  /**
   * Adds what a changed specification asks for beyond the sweep's own: more seeds, values, cells. Trials that are there stay.
   */
  Extend: grpc.handleUnaryCall<_gridsweep_v1_ExtendRequest__Output, _gridsweep_v1_ExtendResponse>;
  
  /**
   * The weights kept of a trial.
   */
  FetchWeights: grpc.handleServerStreamingCall<_gridsweep_v1_FetchWeightsRequest__Output, _gridsweep_v1_FetchWeightsResponse>;
  
  Get: grpc.handleUnaryCall<_gridsweep_v1_GetRequest__Output, _gridsweep_v1_GetResponse>;
  
  List: grpc.handleUnaryCall<_gridsweep_v1_ListRequest__Output, _gridsweep_v1_ListResponse>;
  
  ListAgents: grpc.handleUnaryCall<_gridsweep_v1_ListAgentsRequest__Output, _gridsweep_v1_ListAgentsResponse>;
  
  /**
   * A page of a sweep's trials, in the sweep's order.
   */
  ListTrials: grpc.handleUnaryCall<_gridsweep_v1_ListTrialsRequest__Output, _gridsweep_v1_ListTrialsResponse>;
  
  /**
   * Hands out no more trials; running ones go on.
   */
  Pause: grpc.handleUnaryCall<_gridsweep_v1_PauseRequest__Output, _gridsweep_v1_PauseResponse>;
  
  Resume: grpc.handleUnaryCall<_gridsweep_v1_ResumeRequest__Output, _gridsweep_v1_ResumeResponse>;
  
  /**
   * Returns failed (and, if asked, cancelled) trials to pending.
   */
  RetryFailed: grpc.handleUnaryCall<_gridsweep_v1_RetryFailedRequest__Output, _gridsweep_v1_RetryFailedResponse>;
  
  StreamLogs: grpc.handleServerStreamingCall<_gridsweep_v1_StreamLogsRequest__Output, _gridsweep_v1_StreamLogsResponse>;
  
  /**
   * The sweep, then each trial followed by its points in order.
   */
  StreamResults: grpc.handleServerStreamingCall<_gridsweep_v1_StreamResultsRequest__Output, _gridsweep_v1_StreamResultsResponse>;
  
  /**
   * Stores a sweep and its trials. The same specification again is the same sweep.
   */
  Submit: grpc.handleUnaryCall<_gridsweep_v1_SubmitRequest__Output, _gridsweep_v1_SubmitResponse>;
  
  /**
   * Stores the code that a sweep is submitted with, in order. What is there already is not stored again.
   */
  UploadCode: grpc.handleClientStreamingCall<_gridsweep_v1_UploadCodeRequest__Output, _gridsweep_v1_UploadCodeResponse>;
  
  /**
   * The sweep and, a page a message, all its trials; then what changes, until it has ended.
   */
  Watch: grpc.handleServerStreamingCall<_gridsweep_v1_WatchRequest__Output, _gridsweep_v1_WatchResponse>;
  
}

export interface SweepServiceDefinition extends grpc.ServiceDefinition {
  Cancel: MethodDefinition<_gridsweep_v1_CancelRequest, _gridsweep_v1_CancelResponse, _gridsweep_v1_CancelRequest__Output, _gridsweep_v1_CancelResponse__Output>
  Delete: MethodDefinition<_gridsweep_v1_DeleteRequest, _gridsweep_v1_DeleteResponse, _gridsweep_v1_DeleteRequest__Output, _gridsweep_v1_DeleteResponse__Output>
  DrainAgent: MethodDefinition<_gridsweep_v1_DrainAgentRequest, _gridsweep_v1_DrainAgentResponse, _gridsweep_v1_DrainAgentRequest__Output, _gridsweep_v1_DrainAgentResponse__Output>
  Extend: MethodDefinition<_gridsweep_v1_ExtendRequest, _gridsweep_v1_ExtendResponse, _gridsweep_v1_ExtendRequest__Output, _gridsweep_v1_ExtendResponse__Output>
  FetchWeights: MethodDefinition<_gridsweep_v1_FetchWeightsRequest, _gridsweep_v1_FetchWeightsResponse, _gridsweep_v1_FetchWeightsRequest__Output, _gridsweep_v1_FetchWeightsResponse__Output>
  Get: MethodDefinition<_gridsweep_v1_GetRequest, _gridsweep_v1_GetResponse, _gridsweep_v1_GetRequest__Output, _gridsweep_v1_GetResponse__Output>
  List: MethodDefinition<_gridsweep_v1_ListRequest, _gridsweep_v1_ListResponse, _gridsweep_v1_ListRequest__Output, _gridsweep_v1_ListResponse__Output>
  ListAgents: MethodDefinition<_gridsweep_v1_ListAgentsRequest, _gridsweep_v1_ListAgentsResponse, _gridsweep_v1_ListAgentsRequest__Output, _gridsweep_v1_ListAgentsResponse__Output>
  ListTrials: MethodDefinition<_gridsweep_v1_ListTrialsRequest, _gridsweep_v1_ListTrialsResponse, _gridsweep_v1_ListTrialsRequest__Output, _gridsweep_v1_ListTrialsResponse__Output>
  Pause: MethodDefinition<_gridsweep_v1_PauseRequest, _gridsweep_v1_PauseResponse, _gridsweep_v1_PauseRequest__Output, _gridsweep_v1_PauseResponse__Output>
  Resume: MethodDefinition<_gridsweep_v1_ResumeRequest, _gridsweep_v1_ResumeResponse, _gridsweep_v1_ResumeRequest__Output, _gridsweep_v1_ResumeResponse__Output>
  RetryFailed: MethodDefinition<_gridsweep_v1_RetryFailedRequest, _gridsweep_v1_RetryFailedResponse, _gridsweep_v1_RetryFailedRequest__Output, _gridsweep_v1_RetryFailedResponse__Output>
  StreamLogs: MethodDefinition<_gridsweep_v1_StreamLogsRequest, _gridsweep_v1_StreamLogsResponse, _gridsweep_v1_StreamLogsRequest__Output, _gridsweep_v1_StreamLogsResponse__Output>
  StreamResults: MethodDefinition<_gridsweep_v1_StreamResultsRequest, _gridsweep_v1_StreamResultsResponse, _gridsweep_v1_StreamResultsRequest__Output, _gridsweep_v1_StreamResultsResponse__Output>
  Submit: MethodDefinition<_gridsweep_v1_SubmitRequest, _gridsweep_v1_SubmitResponse, _gridsweep_v1_SubmitRequest__Output, _gridsweep_v1_SubmitResponse__Output>
  UploadCode: MethodDefinition<_gridsweep_v1_UploadCodeRequest, _gridsweep_v1_UploadCodeResponse, _gridsweep_v1_UploadCodeRequest__Output, _gridsweep_v1_UploadCodeResponse__Output>
  Watch: MethodDefinition<_gridsweep_v1_WatchRequest, _gridsweep_v1_WatchResponse, _gridsweep_v1_WatchRequest__Output, _gridsweep_v1_WatchResponse__Output>
}
