export type { ReadyOptions } from './calls.ts';
export { connect, DEFAULT_ADDRESS, parseAddress, type ConnectOptions, type CoordinatorClient } from './client.ts';
export { fetchWeights, type FetchedWeights } from './fetch-weights.ts';
export { receiveBytes, receiveFile } from './receive.ts';
export { listen, requireFreePort, type Listening, type ListenOptions } from './server.ts';
export type {
  AgentClient,
  AgentHandlers,
  AgentSession,
  CallContext,
  CallOptions,
  CheckpointRequest,
  CoordinatorSession,
  ExtendAnswer,
  ExtendRequest,
  LogsRequest,
  RetryAnswer,
  RetryRequest,
  SubmitAnswer,
  SubmitRequest,
  SweepClient,
  SweepHandlers,
  TrialsRequest,
  WeightsPart,
  WeightsRequest,
} from './service.ts';
export {
  CHUNK_BYTES,
  MOST_SLOTS,
  type AgentMessage,
  type Assignment,
  type CheckpointInfo,
  type Chunk,
  type CoordinatorMessage,
  type Hello,
  type Lease,
  type Report,
  type ReportBody,
} from './session.ts';
export {
  TRIALS_PER_PAGE,
  type AgentInfo,
  type AgentState,
  type LogRecord,
  type OfferedWorkload,
  type ResultPart,
  type Sweep,
  type SweepState,
  type SweepUpdate,
  type TrialCounts,
  type TrialPage,
  type TrialView,
  type WeightsInfo,
} from './sweep.ts';
