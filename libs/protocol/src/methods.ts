import * as session from './convert/session.ts';
import * as convert from './convert/sweep.ts';
import type { AgentServiceDefinition } from './gen/gridsweep/v1/AgentService.ts';
import type { SweepServiceDefinition } from './gen/gridsweep/v1/SweepService.ts';
import type { LogsRequest, RetryAnswer, RetryRequest, SubmitAnswer, SubmitRequest } from './service.ts';
import type { AgentInfo, Sweep } from './sweep.ts';

/** Between a domain type and a message of the wire, which has another type before encoding than after decoding. */
interface Codec<Domain, Wire = unknown, WireOut = never> {
  readonly toWire: (value: Domain) => Wire;
  readonly fromWire: (wire: WireOut) => Domain;
}

/** One method of a service in domain types; for a streaming side, the type of one message. */
export interface Method<Request, Response> {
  /** Name in the service's definition. */
  readonly name: string;
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
  return <Name extends keyof Named<Service> & string, Request, Response>(
    name: Name,
    request: Codec<Request, Req<Named<Service>[Name]>, ReqOut<Named<Service>[Name]>>,
    response: Codec<Response, Res<Named<Service>[Name]>, ResOut<Named<Service>[Name]>>,
  ): Method<Request, Response> => ({ name, request, response });
}

const sweepMethod = methodsOf<SweepServiceDefinition>();
const agentMethod = methodsOf<AgentServiceDefinition>();

const nothing = { toWire: () => ({}), fromWire: () => undefined };
const sweepName = {
  toWire: (sweep: string) => ({ sweep }),
  fromWire: (wire: { readonly sweep: string }) => wire.sweep,
};
const sweepOnly = {
  toWire: (sweep: Sweep) => ({ sweep: convert.sweepToWire(sweep) }),
  fromWire: (wire: { readonly sweep: Parameters<typeof convert.sweepFromWire>[0] }) =>
    convert.sweepFromWire(wire.sweep),
};
const update = { toWire: convert.updateToWire, fromWire: convert.updateFromWire };

export const SWEEP_METHODS = {
  submit: sweepMethod(
    'Submit',
    {
      toWire: (request: SubmitRequest) => ({ ...request }),
      fromWire: ({ spec, newSweep }) => ({ spec, newSweep }),
    },
    {
      toWire: (answer: SubmitAnswer) => ({
        sweep: convert.sweepToWire(answer.sweep),
        created: answer.created,
      }),
      fromWire: (wire) => ({ sweep: convert.sweepFromWire(wire.sweep), created: wire.created }),
    },
  ),
  get: sweepMethod('Get', sweepName, update),
  list: sweepMethod('List', nothing, {
    toWire: (sweeps: readonly Sweep[]) => ({ sweeps: sweeps.map(convert.sweepToWire) }),
    fromWire: (wire): readonly Sweep[] => wire.sweeps.map(convert.sweepFromWire),
  }),
  watch: sweepMethod('Watch', sweepName, update),
  cancel: sweepMethod('Cancel', sweepName, sweepOnly),
  pause: sweepMethod('Pause', sweepName, sweepOnly),
  resume: sweepMethod('Resume', sweepName, sweepOnly),
  retryFailed: sweepMethod(
    'RetryFailed',
    {
      toWire: (request: RetryRequest) => ({ ...request }),
      fromWire: ({ sweep, includeCancelled }) => ({ sweep, includeCancelled }),
    },
    {
      toWire: (answer: RetryAnswer) => ({
        sweep: convert.sweepToWire(answer.sweep),
        retried: answer.retried,
      }),
      fromWire: (wire) => ({ sweep: convert.sweepFromWire(wire.sweep), retried: wire.retried }),
    },
  ),
  delete: sweepMethod('Delete', sweepName, nothing),
  streamResults: sweepMethod('StreamResults', sweepName, {
    toWire: convert.resultToWire,
    fromWire: convert.resultFromWire,
  }),
  streamLogs: sweepMethod(
    'StreamLogs',
    {
      toWire: (request: LogsRequest) => ({ ...request }),
      fromWire: ({ sweep, trial, follow }) => ({ sweep, follow, ...(trial !== '' && { trial }) }),
    },
    { toWire: convert.logToWire, fromWire: convert.logFromWire },
  ),
  listAgents: sweepMethod('ListAgents', nothing, {
    toWire: (agents: readonly AgentInfo[]) => ({ agents: agents.map(convert.agentToWire) }),
    fromWire: (wire): readonly AgentInfo[] => wire.agents.map(convert.agentFromWire),
  }),
  drainAgent: sweepMethod(
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
    'Connect',
    { toWire: session.agentMessageToWire, fromWire: session.agentMessageFromWire },
    { toWire: session.coordinatorMessageToWire, fromWire: session.coordinatorMessageFromWire },
  ),
  fetchDataset: agentMethod(
    'FetchDataset',
    { toWire: (name: string) => ({ name }), fromWire: (wire) => wire.name },
    { toWire: session.datasetPartToWire, fromWire: session.datasetPartFromWire },
  ),
};
