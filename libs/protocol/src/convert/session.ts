import type { AgentMessage as WireAgentMessage, AgentMessage__Output } from '../gen/gridsweep/v1/AgentMessage.ts';
import type { Assignment as WireAssignment, Assignment__Output } from '../gen/gridsweep/v1/Assignment.ts';
import type {
  CoordinatorMessage as WireCoordinatorMessage,
  CoordinatorMessage__Output,
} from '../gen/gridsweep/v1/CoordinatorMessage.ts';
import type { Hello as WireHello, Hello__Output } from '../gen/gridsweep/v1/Hello.ts';
import type { Lease__Output } from '../gen/gridsweep/v1/Lease.ts';
import type { Report as WireReport, Report__Output } from '../gen/gridsweep/v1/Report.ts';
import type { AgentMessage, Assignment, CoordinatorMessage, Hello, Lease, Report, ReportBody } from '../session.ts';
import { logLevel, outcome } from './enums.ts';
import * as fields from './fields.ts';

export function agentMessageToWire(message: AgentMessage): WireAgentMessage {
  switch (message.type) {
    case 'hello':
      return { hello: helloToWire(message) };
    case 'report':
      return { report: reportToWire(message) };
    case 'progress':
      return { progress: { lease: leaseToWire(message), progress: fields.progressToWire(message.progress) } };
    case 'ending':
      return { ending: leaseToWire(message) };
    case 'heartbeat': {
      const { freeSlots, slots, device } = message;
      return {
        heartbeat: {
          freeSlots,
          ...(slots !== undefined && { slots }),
          ...(device && { device: fields.deviceToWire(device) }),
        },
      };
    }
    case 'draining':
      return { draining: {} };
    case 'log': {
      const level = logLevel.toWire(message.level);
      return { log: { lease: leaseToWire(message), level, message: message.message } };
    }
  }
}

export function agentMessageFromWire(wire: AgentMessage__Output): AgentMessage {
  switch (fields.present(wire.message, 'content')) {
    case 'hello':
      return { type: 'hello', ...helloFromWire(fields.present(wire.hello, 'hello')) };
    case 'report':
      return { type: 'report', ...reportFromWire(fields.present(wire.report, 'report')) };
    case 'progress': {
      const { lease, progress } = fields.present(wire.progress, 'progress');
      const content = fields.progressFromWire(fields.present(progress, 'progress'));
      return { type: 'progress', ...leaseFromWire(lease), progress: content };
    }
    case 'ending':
      return { type: 'ending', ...leaseFromWire(wire.ending) };
    case 'heartbeat': {
      const { freeSlots, slots, device } = fields.present(wire.heartbeat, 'heartbeat');
      return {
        type: 'heartbeat',
        freeSlots,
        ...(slots !== undefined && { slots }),
        ...(device && { device: fields.deviceFromWire(device) }),
      };
    }
    case 'draining':
      return { type: 'draining' };
    case 'log': {
      const { lease, level, message } = fields.present(wire.log, 'log line');
      return { type: 'log', ...leaseFromWire(lease), level: logLevel.fromWire(level), message };
    }
  }
}

export function coordinatorMessageToWire(message: CoordinatorMessage): WireCoordinatorMessage {
  switch (message.type) {
    case 'welcome':
      return { welcome: { leaseTtlMs: message.leaseTtlMs, heartbeatEveryMs: message.heartbeatEveryMs } };
    case 'assignment':
      return { assignment: assignmentToWire(message) };
    case 'ack':
      return { ack: { lease: leaseToWire(message), seq: message.seq } };
    case 'cancel':
      return { cancel: leaseToWire(message) };
    case 'drain':
      return { drain: {} };
    case 'fenced':
      return { fenced: leaseToWire(message) };
  }
}

export function coordinatorMessageFromWire(wire: CoordinatorMessage__Output): CoordinatorMessage {
  switch (fields.present(wire.message, 'content')) {
    case 'welcome': {
      const { leaseTtlMs, heartbeatEveryMs } = fields.present(wire.welcome, 'welcome');
      return { type: 'welcome', leaseTtlMs, heartbeatEveryMs };
    }
    case 'assignment':
      return { type: 'assignment', ...assignmentFromWire(fields.present(wire.assignment, 'assignment')) };
    case 'ack': {
      const { lease, seq } = fields.present(wire.ack, 'ack');
      return { type: 'ack', ...leaseFromWire(lease), seq };
    }
    case 'cancel':
      return { type: 'cancel', ...leaseFromWire(wire.cancel) };
    case 'drain':
      return { type: 'drain' };
    case 'fenced':
      return { type: 'fenced', ...leaseFromWire(wire.fenced) };
  }
}

export function leaseToWire({ trialId, attempt }: Lease): Lease {
  return { trialId, attempt };
}

export function leaseFromWire(wire: Lease__Output | null | undefined): Lease {
  return leaseToWire(fields.present(wire, 'lease'));
}

function helloToWire(hello: Hello): WireHello {
  const { agentId, instanceId, version, nodeVersion, device, host, slots, labels, workloads, resuming } = hello;
  return {
    ...{ agentId, instanceId, version, nodeVersion, device, host, slots },
    labels: { ...labels },
    workloads: workloads.map(({ name, engine, engineVariant }) => ({ name, engine, engineVariant })),
    resuming: resuming.map((lease) => ({ lease: leaseToWire(lease), lastSeq: lease.lastSeq })),
  };
}

function helloFromWire(wire: Hello__Output): Hello {
  const { agentId, instanceId, version, nodeVersion, device, host, slots, labels, workloads, resuming } = wire;
  return {
    ...{ agentId, instanceId, version, nodeVersion, device, host, slots, labels },
    workloads: workloads.map(({ name, engine, engineVariant }) => ({ name, engine, engineVariant })),
    resuming: resuming.map(({ lease, lastSeq }) => ({ ...leaseFromWire(lease), lastSeq })),
  };
}

function reportToWire(report: Report): WireReport {
  const head = { lease: leaseToWire(report), seq: report.seq };
  const { body } = report;
  switch (body.type) {
    case 'metrics':
      return { ...head, metrics: { points: body.points.map(fields.metricToWire) } };
    case 'checkpoint':
    case 'weights':
      return { ...head, [body.type]: { step: body.step, chunk: fields.chunkToWire(body.chunk) } };
    case 'finished':
      return { ...head, finished: { outcome: outcome.toWire(body.outcome) } };
    case 'failed':
      return { ...head, failed: fields.failureToWire(body) };
    case 'handed-back':
      return { ...head, handedBack: {} };
  }
}

function reportFromWire(wire: Report__Output): Report {
  return { ...leaseFromWire(wire.lease), seq: wire.seq, body: reportBodyFromWire(wire) };
}

function reportBodyFromWire(wire: Report__Output): ReportBody {
  switch (fields.present(wire.body, 'report body')) {
    case 'metrics':
      return { type: 'metrics', points: fields.present(wire.metrics, 'metrics').points.map(fields.metricFromWire) };
    case 'checkpoint':
    case 'weights': {
      const type = wire.body === 'weights' ? 'weights' : 'checkpoint';
      const { step, chunk } = fields.present(wire[type], type);
      return { type, step, chunk: fields.chunkFromWire(fields.present(chunk, 'chunk')) };
    }
    case 'finished':
      return { type: 'finished', outcome: outcome.fromWire(fields.present(wire.finished, 'finished').outcome) };
    case 'failed':
      return { type: 'failed', ...fields.failureFromWire(fields.present(wire.failed, 'failure')) };
    case 'handedBack':
      return { type: 'handed-back' };
  }
}

function assignmentToWire(trial: Assignment): WireAssignment {
  const { sweepId, cellId, workload, seed, parameters, settings, codeSha256, checkpoints } = trial;
  return {
    lease: leaseToWire(trial),
    ...{ sweepId, cellId, workload, seed },
    parametersJson: JSON.stringify(parameters),
    settingsJson: JSON.stringify(settings),
    ...(codeSha256 !== undefined && { codeSha256 }),
    checkpoints: checkpoints.map(({ id, step, sizeBytes, sha256 }) => ({ id, step, sizeBytes, sha256 })),
  };
}

function assignmentFromWire(wire: Assignment__Output): Assignment {
  const { sweepId, cellId, workload, seed, parametersJson, settingsJson, codeSha256, checkpoints } = wire;
  return {
    ...leaseFromWire(wire.lease),
    ...{ sweepId, cellId, workload, seed },
    parameters: fields.parametersFromWire(parametersJson),
    settings: fields.objectFromJson(settingsJson, 'settings'),
    ...(codeSha256 !== undefined && { codeSha256 }),
    checkpoints: checkpoints.map(({ id, step, sizeBytes, sha256 }) => ({ id, step, sizeBytes, sha256 })),
  };
}
