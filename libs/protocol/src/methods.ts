import * as session from './convert/session.ts';
import * as convert from './convert/sweep.ts';
import { chunkFromWire, chunkToWire, objectFromJson, present } from './convert/fields.ts';
import type { AgentServiceDefinition } from './gen/gridsweep/v1/AgentService.ts';
import type { Chunk__Output } from './gen/gridsweep/v1/Chunk.ts';
import type { SweepServiceDefinition } from './gen/gridsweep/v1/SweepService.ts';
import type {
  CheckpointRequest,
  ExtendAnswer,
  ExtendRequest,
  LogsRequest,
  RetryAnswer,
  RetryRequest,
  SubmitAnswer,
  SubmitRequest,
  TrialsRequest,
  WeightsPart,
  WeightsRequest,
} from './service.ts';
import type { Chunk } from './session.ts';
import type { AgentInfo, Sweep } from './sweep.ts';

/** Between a domain type and a message of the wire, which has another type before encoding than after decoding. */
interface Codec<Domain, Wire = unknown, WireOut = never> {
  readonly toWire: (value: Domain) => Wire;
  readonly fromWire: (wire: WireOut) => Domain;
}

/** Which sides of a method are streams: none, the answers, the requests, both. */
export type MethodKind = 'unary' | 'answers' | 'requests' | 'duplex';

/** One method of a service in domain types; for a streaming side, the type of one message. Client and server are made of it. */
export interface Method<Kind extends MethodKind, Request, Response> {
  readonly kind: Kind;
  /** Name in the service's definition. */
  readonly name: string;
  /** False where there is nothing to ask for. */
  readonly takesRequest: boolean;
  readonly request: Codec<Request>;
  readonly response: Codec<Response>;
}

/** The methods of a generated definition without its index signature. */
type Named<Service> = { [Name in keyof Service as string extends Name ? never : Name]: Service[Name] };
type Req<M> = M extends { readonly requestSerialize: (value: infer Wire) => unknown } ? Wire : never;
type ReqOut<M> = M extends { readonly requestDeserialize: (bytes: Buffer) => infer Wire } ? Wire : never;
type Res<M> = M extends { readonly responseSerialize: (value: infer Wire) => unknown } ? Wire : never;
type ResOut<M> = M extends { readonly responseDeserialize: (bytes: Buffer) => infer Wire } ? Wire : never;

/** Makes methods whose codecs must fit the messages of the generated definition. */
function methodsOf<Service>() {
  return <Kind extends MethodKind, Name extends keyof Named<Service> & string, Request, Response>(
    kind: Kind,
    name: Name,
    request: Codec<Request, Req<Named<Service>[Name]>, ReqOut<Named<Service>[Name]>>,
    response: Codec<Response, Res<Named<Service>[Name]>, ResOut<Named<Service>[Name]>>,
  ): Method<Kind, Request, Response> => ({
    kind,
    name,
    request,
    response,
    takesRequest: (request as unknown) !== nothing,
  });
}

const sweepMethod = methodsOf<SweepServiceDefinition>();
const agentMethod = methodsOf<AgentServiceDefinition>();

const nothing: Codec<void, object, unknown> = { toWire: () => ({}), fromWire: () => undefined };
const sweepName = {
  toWire: (sweep: string) => ({ sweep }),
  fromWire: (wire: { readonly sweep: string }) => wire.sweep,
};
const sweepOnly = {
  toWire: (sweep: Sweep) => ({ sweep: convert.sweepToWire(sweep) }),
  fromWire: (wire: { readonly sweep: Parameters<typeof convert.sweepFromWire>[0] }) =>
    convert.sweepFromWire(wire.sweep),
};
const chunk = {
  toWire: (value: Chunk) => ({ chunk: chunkToWire(value) }),
  fromWire: (wire: { readonly chunk: Chunk__Output | null }) => chunkFromWire(present(wire.chunk, 'chunk')),
};

export const SWEEP_METHODS = {
  submit: sweepMethod(
    'unary',
    'Submit',
    {
      toWire: ({ spec, newSweep, claim }: SubmitRequest) => ({
        ...{ spec, newSweep },
        ...(claim && { claimJson: JSON.stringify(claim) }),
      }),
      fromWire: ({ spec, newSweep, claimJson }) => ({
        ...{ spec, newSweep },
        ...(claimJson !== undefined && { claim: objectFromJson(claimJson, 'claim') }),
      }),
    },
    {
      toWire: ({ sweep, created, namesake }: SubmitAnswer) => ({
        sweep: convert.sweepToWire(sweep),
        created,
        ...(namesake && { namesake: convert.sweepToWire(namesake) }),
      }),
      fromWire: ({ sweep, created, namesake }) => ({
        sweep: convert.sweepFromWire(sweep),
        created,
        ...(namesake && { namesake: convert.sweepFromWire(namesake) }),
      }),
    },
  ),
  extend: sweepMethod(
    'unary',
    'Extend',
    {
      toWire: (request: ExtendRequest) => ({ ...request }),
      fromWire: ({ sweep, spec }) => ({ sweep, spec }),
    },
    {
      toWire: ({ sweep, added }: ExtendAnswer) => ({ sweep: convert.sweepToWire(sweep), added }),
      fromWire: ({ sweep, added }) => ({ sweep: convert.sweepFromWire(sweep), added }),
    },
  ),
  uploadCode: sweepMethod('requests', 'UploadCode', chunk, {
    toWire: (sha256: string) => ({ sha256 }),
    fromWire: (wire) => wire.sha256,
  }),
  get: sweepMethod('unary', 'Get', sweepName, sweepOnly),
  listTrials: sweepMethod(
    'unary',
    'ListTrials',
    {
      toWire: (request: TrialsRequest) => ({ ...request }),
      fromWire: ({ sweep, fromIndex, limit }) => ({ sweep, fromIndex, limit }),
    },
    { toWire: convert.pageToWire, fromWire: convert.pageFromWire },
  ),
  list: sweepMethod('unary', 'List', nothing, {
    toWire: (sweeps: readonly Sweep[]) => ({ sweeps: sweeps.map(convert.sweepToWire) }),
    fromWire: (wire): readonly Sweep[] => wire.sweeps.map(convert.sweepFromWire),
  }),
  watch: sweepMethod('answers', 'Watch', sweepName, { toWire: convert.updateToWire, fromWire: convert.updateFromWire }),
  cancel: sweepMethod('unary', 'Cancel', sweepName, sweepOnly),
  pause: sweepMethod('unary', 'Pause', sweepName, sweepOnly),
  resume: sweepMethod('unary', 'Resume', sweepName, sweepOnly),
  retryFailed: sweepMethod(
    'unary',
    'RetryFailed',
    {
      toWire: (request: RetryRequest) => ({ ...request }),
      fromWire: ({ sweep, includeCancelled }) => ({ sweep, includeCancelled }),
    },
    {
      toWire: ({ sweep, retried }: RetryAnswer) => ({ sweep: convert.sweepToWire(sweep), retried }),
      fromWire: ({ sweep, retried }) => ({ sweep: convert.sweepFromWire(sweep), retried }),
    },
  ),
  delete: sweepMethod('unary', 'Delete', sweepName, nothing),
  streamResults: sweepMethod('answers', 'StreamResults', sweepName, {
    toWire: convert.resultToWire,
    fromWire: convert.resultFromWire,
  }),
  fetchWeights: sweepMethod(
    'answers',
    'FetchWeights',
    {
      toWire: ({ sweep, trial }: WeightsRequest) => ({ trial, ...(sweep !== undefined && { sweep }) }),
      fromWire: ({ sweep, trial }) => ({ trial, ...(sweep !== undefined && { sweep }) }),
    },
    {
      toWire: (part: WeightsPart) => ({
        chunk: chunkToWire(part.chunk),
        ...(part.trial && { trial: convert.trialToWire(part.trial) }),
      }),
      fromWire: (wire) => ({
        chunk: chunkFromWire(present(wire.chunk, 'chunk')),
        ...(wire.trial && { trial: convert.trialFromWire(wire.trial) }),
      }),
    },
  ),
  streamLogs: sweepMethod(
    'answers',
    'StreamLogs',
    {
      toWire: ({ sweep, trial, follow }: LogsRequest) => ({ sweep, follow, ...(trial !== undefined && { trial }) }),
      fromWire: ({ sweep, trial, follow }) => ({ sweep, follow, ...(trial !== undefined && { trial }) }),
    },
    { toWire: convert.logToWire, fromWire: convert.logFromWire },
  ),
  listAgents: sweepMethod('unary', 'ListAgents', nothing, {
    toWire: (agents: readonly AgentInfo[]) => ({ agents: agents.map(convert.agentToWire) }),
    fromWire: (wire): readonly AgentInfo[] => wire.agents.map(convert.agentFromWire),
  }),
  drainAgent: sweepMethod(
    'unary',
    'DrainAgent',
    { toWire: (agentId: string) => ({ agentId }), fromWire: (wire) => wire.agentId },
    {
      toWire: (agent: AgentInfo) => ({ agent: convert.agentToWire(agent) }),
      fromWire: (wire) => convert.agentFromWire(wire.agent),
    },
  ),
};

export const AGENT_METHODS = {
  connect: agentMethod(
    'duplex',
    'Connect',
    { toWire: session.agentMessageToWire, fromWire: session.agentMessageFromWire },
    { toWire: session.coordinatorMessageToWire, fromWire: session.coordinatorMessageFromWire },
  ),
  fetchDataset: agentMethod(
    'answers',
    'FetchDataset',
    { toWire: (name: string) => ({ name }), fromWire: (wire) => wire.name },
    chunk,
  ),
  fetchCheckpoint: agentMethod(
    'answers',
    'FetchCheckpoint',
    {
      toWire: (request: CheckpointRequest) => ({
        lease: session.leaseToWire(request),
        checkpointId: request.checkpointId,
      }),
      fromWire: ({ lease, checkpointId }) => ({ ...session.leaseFromWire(lease), checkpointId }),
    },
    chunk,
  ),
  fetchCode: agentMethod(
    'answers',
    'FetchCode',
    { toWire: (sha256: string) => ({ sha256 }), fromWire: (wire) => wire.sha256 },
    chunk,
  ),
};
