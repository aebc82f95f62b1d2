// Original file: proto/gridsweep/v1/agent_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AgentMessage as _gridsweep_v1_AgentMessage, AgentMessage__Output as _gridsweep_v1_AgentMessage__Output } from '../../gridsweep/v1/AgentMessage.ts';
import type { CoordinatorMessage as _gridsweep_v1_CoordinatorMessage, CoordinatorMessage__Output as _gridsweep_v1_CoordinatorMessage__Output } from '../../gridsweep/v1/CoordinatorMessage.ts';
import type { FetchCheckpointRequest as _gridsweep_v1_FetchCheckpointRequest, FetchCheckpointRequest__Output as _gridsweep_v1_FetchCheckpointRequest__Output } from '../../gridsweep/v1/FetchCheckpointRequest.ts';
import type { FetchCheckpointResponse as _gridsweep_v1_FetchCheckpointResponse, FetchCheckpointResponse__Output as _gridsweep_v1_FetchCheckpointResponse__Output } from '../../gridsweep/v1/FetchCheckpointResponse.ts';
import type { FetchCodeRequest as _gridsweep_v1_FetchCodeRequest, FetchCodeRequest__Output as _gridsweep_v1_FetchCodeRequest__Output } from '../../gridsweep/v1/FetchCodeRequest.ts';
import type { FetchCodeResponse as _gridsweep_v1_FetchCodeResponse, FetchCodeResponse__Output as _gridsweep_v1_FetchCodeResponse__Output } from '../../gridsweep/v1/FetchCodeResponse.ts';
import type { FetchDatasetRequest as _gridsweep_v1_FetchDatasetRequest, FetchDatasetRequest__Output as _gridsweep_v1_FetchDatasetRequest__Output } from '../../gridsweep/v1/FetchDatasetRequest.ts';
import type { FetchDatasetResponse as _gridsweep_v1_FetchDatasetResponse, FetchDatasetResponse__Output as _gridsweep_v1_FetchDatasetResponse__Output } from '../../gridsweep/v1/FetchDatasetResponse.ts';

/**
 * What agents call. Agents dial out, so they can sit behind NAT.
 */
export interface AgentServiceClient extends grpc.Client {
  /**
   * One session of one agent.
   * buf:lint:ignore RPC_REQUEST_STANDARD_NAME
   * buf:lint:ignore RPC_RESPONSE_STANDARD_NAME
   */
  Connect(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_gridsweep_v1_AgentMessage, _gridsweep_v1_CoordinatorMessage__Output>;
  Connect(options?: grpc.CallOptions): grpc.ClientDuplexStream<_gridsweep_v1_AgentMessage, _gridsweep_v1_CoordinatorMessage__Output>;
  /**
   * One session of one agent.
   * buf:lint:ignore RPC_REQUEST_STANDARD_NAME
   * buf:lint:ignore RPC_RESPONSE_STANDARD_NAME
   */
  connect(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_gridsweep_v1_AgentMessage, _gridsweep_v1_CoordinatorMessage__Output>;
  connect(options?: grpc.CallOptions): grpc.ClientDuplexStream<_gridsweep_v1_AgentMessage, _gridsweep_v1_CoordinatorMessage__Output>;
  
  /**
   * A checkpoint of a trial that the agent has a lease of.
   */
  FetchCheckpoint(argument: _gridsweep_v1_FetchCheckpointRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gridsweep_v1_FetchCheckpointResponse__Output>;
  FetchCheckpoint(argument: _gridsweep_v1_FetchCheckpointRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_gridsweep_v1_FetchCheckpointResponse__Output>;
  /**
   * A checkpoint of a trial that the agent has a lease of.
   */
  fetchCheckpoint(argument: _gridsweep_v1_FetchCheckpointRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gridsweep_v1_FetchCheckpointResponse__Output>;
  fetchCheckpoint(argument: _gridsweep_v1_FetchCheckpointRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_gridsweep_v1_FetchCheckpointResponse__Output>;
  
  /**
   * The code of a sweep, as it was submitted: a tar file.
   */
  FetchCode(argument: _gridsweep_v1_FetchCodeRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gridsweep_v1_FetchCodeResponse__Output>;
  FetchCode(argument: _gridsweep_v1_FetchCodeRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_gridsweep_v1_FetchCodeResponse__Output>;
  /**
   * The code of a sweep, as it was submitted: a tar file.
   */
  fetchCode(argument: _gridsweep_v1_FetchCodeRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gridsweep_v1_FetchCodeResponse__Output>;
  fetchCode(argument: _gridsweep_v1_FetchCodeRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_gridsweep_v1_FetchCodeResponse__Output>;
  
  /**
   * The coordinator's verified copy of a data set, in order, for agents without internet.
   */
  FetchDataset(argument: _gridsweep_v1_FetchDatasetRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gridsweep_v1_FetchDatasetResponse__Output>;
  FetchDataset(argument: _gridsweep_v1_FetchDatasetRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_gridsweep_v1_FetchDatasetResponse__Output>;
  /**
   * The coordinator's verified copy of a data set, in order, for agents without internet.
   */
  fetchDataset(argument: _gridsweep_v1_FetchDatasetRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_gridsweep_v1_FetchDatasetResponse__Output>;
  fetchDataset(argument: _gridsweep_v1_FetchDatasetRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_gridsweep_v1_FetchDatasetResponse__Output>;
  
}

/**
 * What agents call. Agents dial out, so they can sit behind NAT.
 */
export interface AgentServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * One session of one agent.
   * buf:lint:ignore RPC_REQUEST_STANDARD_NAME
   * buf:lint:ignore RPC_RESPONSE_STANDARD_NAME
   */
  Connect: grpc.handleBidiStreamingCall<_gridsweep_v1_AgentMessage__Output, _gridsweep_v1_CoordinatorMessage>;
  
  /**
   * A checkpoint of a trial that the agent has a lease of.
   */
  FetchCheckpoint: grpc.handleServerStreamingCall<_gridsweep_v1_FetchCheckpointRequest__Output, _gridsweep_v1_FetchCheckpointResponse>;
  
  /**
   * The code of a sweep, as it was submitted: a tar file.
   */
  FetchCode: grpc.handleServerStreamingCall<_gridsweep_v1_FetchCodeRequest__Output, _gridsweep_v1_FetchCodeResponse>;
  
  /**
   * The coordinator's verified copy of a data set, in order, for agents without internet.
   */
  FetchDataset: grpc.handleServerStreamingCall<_gridsweep_v1_FetchDatasetRequest__Output, _gridsweep_v1_FetchDatasetResponse>;
  
}

export interface AgentServiceDefinition extends grpc.ServiceDefinition {
  Connect: MethodDefinition<_gridsweep_v1_AgentMessage, _gridsweep_v1_CoordinatorMessage, _gridsweep_v1_AgentMessage__Output, _gridsweep_v1_CoordinatorMessage__Output>
  FetchCheckpoint: MethodDefinition<_gridsweep_v1_FetchCheckpointRequest, _gridsweep_v1_FetchCheckpointResponse, _gridsweep_v1_FetchCheckpointRequest__Output, _gridsweep_v1_FetchCheckpointResponse__Output>
  FetchCode: MethodDefinition<_gridsweep_v1_FetchCodeRequest, _gridsweep_v1_FetchCodeResponse, _gridsweep_v1_FetchCodeRequest__Output, _gridsweep_v1_FetchCodeResponse__Output>
  FetchDataset: MethodDefinition<_gridsweep_v1_FetchDatasetRequest, _gridsweep_v1_FetchDatasetResponse, _gridsweep_v1_FetchDatasetRequest__Output, _gridsweep_v1_FetchDatasetResponse__Output>
}
