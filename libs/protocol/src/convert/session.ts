import type { AgentMessage as WireAgentMessage, AgentMessage__Output } from '../gen/gridsweep/v1/AgentMessage.ts';
import type { Assignment as WireAssignment, Assignment__Output } from '../gen/gridsweep/v1/Assignment.ts';
import type {
  CoordinatorMessage as WireCoordinatorMessage,
  CoordinatorMessage__Output,
} from '../gen/gridsweep/v1/CoordinatorMessage.ts';
import type { FetchDatasetResponse, FetchDatasetResponse__Output } from '../gen/gridsweep/v1/FetchDatasetResponse.ts';
import type { Heartbeat as WireHeartbeat, Heartbeat__Output } from '../gen/gridsweep/v1/Heartbeat.ts';
import type { Hello__Output } from '../gen/gridsweep/v1/Hello.ts';
import type { Report as WireReport, Report__Output } from '../gen/gridsweep/v1/Report.ts';
import type {
  AgentMessage,
  Assignment,
  CoordinatorMessage,
  DatasetPart,
  Hello,
  Lease,
  Report,
  ReportBody,
} from '../session.ts';
import { failureKind, outcome } from './enums.ts';
import * as fields from './fields.ts';

export function agentMessageToWire(message: AgentMessage): WireAgentMessage {
  switch (message.type) {
    case 'hello': {
      const { agentId, instanceId, provenance, host, slots, labels, resuming } = message;
      return {
        hello: {
          agentId,
          instanceId,
          provenance: fields.provenanceToWire(provenance),
          host,
          slots,
          labels: { ...labels },
          resuming: resuming.map((lease) => ({ ...leaseOf(lease), lastSeq: lease.lastSeq })),
        },
      };
    }
    case 'report':
      return { report: reportToWire(message) };
    case 'progress':
      return { progress: { ...leaseOf(message), progress: fields.progressToWire(message.progress) } };
    case 'ending':
      return { ending: leaseOf(message) };
    case 'heartbeat':
      return { heartbeat: heartbeatToWire(message) };
    case 'draining':
      return { draining: {} };
    case 'log':
      return { log: { ...leaseOf(message), level: message.level, message: message.message } };
  }
}

export function agentMessageFromWire(wire: AgentMessage__Output): AgentMessage {
  switch (fields.present(wire.message, 'content')) {
    case 'hello':
      return { type: 'hello', ...helloFromWire(fields.present(wire.hello, 'hello')) };
    case 'report':
      return { type: 'report', ...reportFromWire(fields.present(wire.report, 'report')) };
    case 'progress': {
      const report = fields.present(wire.progress, 'progress');
      const progress = fields.progressFromWire(fields.present(report.progress, 'progress'));
      return { type: 'progress', ...leaseOf(report), progress };
    }
    case 'ending':
      return { type: 'ending', ...leaseOf(fields.present(wire.ending, 'ending')) };
    case 'heartbeat':
      return { type: 'heartbeat', ...heartbeatFromWire(fields.present(wire.heartbeat, 'heartbeat')) };
    case 'draining':
      return { type: 'draining' };
    case 'log': {
      const line = fields.present(wire.log, 'log line');
      return {
        type: 'log',
        ...leaseOf(line),
        level: fields.logLevelFromWire(line.level),
        message: line.message,
      };
    }
  }
}

export function coordinatorMessageToWire(message: CoordinatorMessage): WireCoordinatorMessage {
  switch (message.type) {
    case 'welcome':
      return { welcome: { leaseTtlMs: message.leaseTtlMs, heartbeatEveryMs: message.heartbeatEveryMs } };
    case 'assign':
      return { assign: { trials: message.trials.map(assignmentToWire) } };
    case 'ack':
      return { ack: { ...leaseOf(message), seq: message.seq } };
    case 'cancel':
      return { cancel: leaseOf(message) };
    case 'drain':
      return { drain: {} };
    case 'fenced':
      return { fenced: leaseOf(message) };
  }
}

export function coordinatorMessageFromWire(wire: CoordinatorMessage__Output): CoordinatorMessage {
  switch (fields.present(wire.message, 'content')) {
    case 'welcome': {
      const { leaseTtlMs, heartbeatEveryMs } = fields.present(wire.welcome, 'welcome');
      return { type: 'welcome', leaseTtlMs, heartbeatEveryMs };
    }
    case 'assign':
      return { type: 'assign', trials: fields.present(wire.assign, 'assign').trials.map(assignmentFromWire) };
    case 'ack': {
      const ack = fields.present(wire.ack, 'ack');
      return { type: 'ack', ...leaseOf(ack), seq: ack.seq };
    }
    case 'cancel':
      return { type: 'cancel', ...leaseOf(fields.present(wire.cancel, 'cancel')) };
    case 'drain':
      return { type: 'drain' };
    case 'fenced':
      return { type: 'fenced', ...leaseOf(fields.present(wire.fenced, 'fenced')) };
  }
}

export function datasetPartToWire(part: DatasetPart): FetchDatasetResponse {
  if (part.type === 'chunk') return { chunk: bufferOf(part.bytes) };
  return { header: { name: part.name, sizeBytes: part.sizeBytes, sha256: part.sha256 } };
}

export function datasetPartFromWire(wire: FetchDatasetResponse__Output): DatasetPart {
  switch (fields.present(wire.message, 'content')) {
    case 'header': {
      const { name, sizeBytes, sha256 } = fields.present(wire.header, 'header');
      return { type: 'header', name, sizeBytes, sha256 };
    }
    case 'chunk':
      return { type: 'chunk', bytes: fields.present(wire.chunk, 'chunk') };
  }
}

function leaseOf(message: Lease): Lease {
  return { trialId: message.trialId, attempt: message.attempt };
}

type Beat = Omit<Extract<AgentMessage, { readonly type: 'heartbeat' }>, 'type'>;

function heartbeatToWire({ freeSlots, slots, device }: Beat): WireHeartbeat {
  return { freeSlots, slots: slots ?? 0, ...(device && { device: fields.deviceToWire(device) }) };
}

function heartbeatFromWire({ freeSlots, slots, device }: Heartbeat__Output): Beat {
  return { freeSlots, ...(slots > 0 && { slots }), ...(device && { device: fields.deviceFromWire(device) }) };
}

function helloFromWire(wire: Hello__Output): Hello {
  return {
    agentId: wire.agentId,
    instanceId: wire.instanceId,
    provenance: fields.provenanceFromWire(fields.present(wire.provenance, 'provenance')),
    host: wire.host,
    slots: wire.slots,
    labels: wire.labels,
    resuming: wire.resuming.map((lease) => ({ ...leaseOf(lease), lastSeq: lease.lastSeq })),
  };
}

function reportToWire(report: Report): WireReport {
  const head = { ...leaseOf(report), seq: report.seq };
  const { body } = report;
  switch (body.type) {
    case 'metrics':
      return { ...head, metrics: { points: body.points.map(fields.metricToWire) } };
    case 'checkpoint':
      return { ...head, checkpoint: { step: body.step, bytes: bufferOf(body.bytes) } };
    case 'finished':
      return { ...head, finished: { outcome: outcome.toWire(body.outcome) } };
    case 'failed':
      return { ...head, failed: { kind: failureKind.toWire(body.kind), detail: body.detail } };
    case 'handed-back':
      return { ...head, handedBack: {} };
  }
}

function reportFromWire(wire: Report__Output): Report {
  return { ...leaseOf(wire), seq: wire.seq, body: reportBodyFromWire(wire) };
}

function reportBodyFromWire(wire: Report__Output): ReportBody {
  switch (fields.present(wire.body, 'report body')) {
    case 'metrics':
      return { type: 'metrics', points: fields.present(wire.metrics, 'metrics').points.map(fields.metricFromWire) };
    case 'checkpoint': {
      const { step, bytes } = fields.present(wire.checkpoint, 'checkpoint');
      return { type: 'checkpoint', step, bytes };
    }
    case 'finished':
      return { type: 'finished', outcome: outcome.required(fields.present(wire.finished, 'finished').outcome) };
    case 'failed': {
      const { kind, detail } = fields.present(wire.failed, 'failed');
      return { type: 'failed', kind: failureKind.required(kind), detail };
    }
    case 'handedBack':
      return { type: 'handed-back' };
  }
}

function assignmentToWire(trial: Assignment): WireAssignment {
  return {
    ...leaseOf(trial),
    sweepId: trial.sweepId,
    workload: trial.workload,
    parametersJson: JSON.stringify(trial.parameters),
    seed: trial.seed,
    ...(trial.checkpoint && { checkpoint: bufferOf(trial.checkpoint) }),
  };
}

function assignmentFromWire(wire: Assignment__Output): Assignment {
  return {
    ...leaseOf(wire),
    sweepId: wire.sweepId,
    workload: wire.workload,
    parameters: fields.parametersFromWire(wire.parametersJson),
    seed: wire.seed,
    ...(wire.checkpoint.length > 0 && { checkpoint: wire.checkpoint }),
  };
}

/** The same memory as a Buffer, which is what the encoder takes. */
function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
