export { connect, DEFAULT_ADDRESS, parseAddress, type ConnectOptions, type CoordinatorClient } from './client.ts';
export { listen, type Listening, type ListenOptions } from './server.ts';
export type {
  AgentClient,
  AgentHandlers,
  AgentSession,
  CallContext,
  CallOptions,
  CoordinatorSession,
  LogsRequest,
  RetryAnswer,
  RetryRequest,
  SubmitAnswer,
  SubmitRequest,
  SweepClient,
  SweepHandlers,
} from './service.ts';
export type {
  AgentMessage,
  Assignment,
  CoordinatorMessage,
  DatasetPart,
  Hello,
  Lease,
  Report,
  ReportBody,
} from './session.ts';
export type {
  AgentInfo,
  AgentState,
  LogLevel,
  LogRecord,
  Progress,
  ResultPart,
  Sweep,
  SweepState,
  SweepUpdate,
  TrialCounts,
  TrialStatus,
} from './sweep.ts';
