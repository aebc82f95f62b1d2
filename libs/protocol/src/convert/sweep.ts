import type { Agent as WireAgent, Agent__Output } from '../gen/gridsweep/v1/Agent.ts';
import type { StreamLogsResponse, StreamLogsResponse__Output } from '../gen/gridsweep/v1/StreamLogsResponse.ts';
import type {
  StreamResultsResponse,
  StreamResultsResponse__Output,
} from '../gen/gridsweep/v1/StreamResultsResponse.ts';
import type { Sweep as WireSweep, Sweep__Output } from '../gen/gridsweep/v1/Sweep.ts';
import type { Trial as WireTrial, Trial__Output } from '../gen/gridsweep/v1/Trial.ts';
import type { WatchResponse, WatchResponse__Output } from '../gen/gridsweep/v1/WatchResponse.ts';
import type { AgentInfo, LogRecord, ResultPart, Sweep, SweepUpdate, TrialStatus } from '../sweep.ts';
import { agentState, failureKind, outcome, sweepState, trialState } from './enums.ts';
import * as fields from './fields.ts';

export function sweepToWire(sweep: Sweep): WireSweep {
  return {
    id: sweep.id,
    name: sweep.name,
    state: sweepState.toWire(sweep.state),
    counts: { ...sweep.counts },
    specJson: JSON.stringify(sweep.spec),
    createdAtMs: sweep.createdAt,
    endedAtMs: sweep.endedAt ?? 0,
  };
}

export function sweepFromWire(message: Sweep__Output | null | undefined): Sweep {
  const wire = fields.present(message, 'sweep');
  const { total, pending, running, finished, failed, cancelled } = fields.present(wire.counts, 'counts');
  const endedAt = fields.timeFromWire(wire.endedAtMs);
  return {
    id: wire.id,
    name: wire.name,
    state: sweepState.required(wire.state),
    counts: { total, pending, running, finished, failed, cancelled },
    spec: fields.objectFromJson(wire.specJson, 'spec'),
    createdAt: wire.createdAtMs,
    ...(endedAt !== undefined && { endedAt }),
  };
}

export function trialToWire(trial: TrialStatus): WireTrial {
  return {
    id: trial.id,
    sweepId: trial.sweepId,
    index: trial.index,
    cellId: trial.cellId,
    parametersJson: JSON.stringify(trial.parameters),
    seed: trial.seed,
    state: trialState.toWire(trial.state),
    attempts: trial.attempts,
    agentId: trial.agentId ?? '',
    latest: trial.latest.map(fields.metricToWire),
    startedAtMs: trial.startedAt ?? 0,
    endedAtMs: trial.endedAt ?? 0,
    ...(trial.outcome && { outcome: outcome.toWire(trial.outcome) }),
    ...(trial.failure && {
      failureKind: failureKind.toWire(trial.failure.kind),
      failureDetail: trial.failure.detail,
    }),
    ...(trial.progress && { progress: fields.progressToWire(trial.progress) }),
    ...(trial.provenance && { provenance: fields.provenanceToWire(trial.provenance) }),
  };
}

export function trialFromWire(message: Trial__Output | null | undefined): TrialStatus {
  const wire = fields.present(message, 'trial');
  const result = outcome.fromWire(wire.outcome);
  const kind = failureKind.fromWire(wire.failureKind);
  const startedAt = fields.timeFromWire(wire.startedAtMs);
  const endedAt = fields.timeFromWire(wire.endedAtMs);
  return {
    id: wire.id,
    sweepId: wire.sweepId,
    index: wire.index,
    cellId: wire.cellId,
    parameters: fields.parametersFromWire(wire.parametersJson),
    seed: wire.seed,
    state: trialState.required(wire.state),
    attempts: wire.attempts,
    latest: wire.latest.map(fields.metricFromWire),
    ...(result && { outcome: result }),
    ...(kind && { failure: { kind, detail: wire.failureDetail } }),
    ...(wire.agentId !== '' && { agentId: wire.agentId }),
    ...(wire.progress && { progress: fields.progressFromWire(wire.progress) }),
    ...(wire.provenance && { provenance: fields.provenanceFromWire(wire.provenance) }),
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
  };
}

export function updateToWire(update: SweepUpdate): WatchResponse {
  return { sweep: sweepToWire(update.sweep), trials: update.trials.map(trialToWire) };
}

export function updateFromWire(wire: WatchResponse__Output): SweepUpdate {
  return { sweep: sweepFromWire(wire.sweep), trials: wire.trials.map(trialFromWire) };
}

export function resultToWire(part: ResultPart): StreamResultsResponse {
  switch (part.type) {
    case 'sweep':
      return { sweep: sweepToWire(part.sweep) };
    case 'trial':
      return { trial: trialToWire(part.trial) };
    case 'points':
      return { points: { points: part.points.map(fields.metricToWire) } };
  }
}

export function resultFromWire(wire: StreamResultsResponse__Output): ResultPart {
  switch (fields.present(wire.message, 'result')) {
    case 'sweep':
      return { type: 'sweep', sweep: sweepFromWire(wire.sweep) };
    case 'trial':
      return { type: 'trial', trial: trialFromWire(wire.trial) };
    case 'points':
      return { type: 'points', points: fields.present(wire.points, 'points').points.map(fields.metricFromWire) };
  }
}

export function logToWire(record: LogRecord): StreamLogsResponse {
  const { time, level, trialId, attempt, agentId, message } = record;
  return { timeMs: time, level, trialId, attempt, agentId, message };
}

export function logFromWire(wire: StreamLogsResponse__Output): LogRecord {
  const { timeMs, trialId, attempt, agentId, message } = wire;
  return { time: timeMs, level: fields.logLevelFromWire(wire.level), trialId, attempt, agentId, message };
}

export function agentToWire(agent: AgentInfo): WireAgent {
  return {
    id: agent.id,
    host: agent.host,
    state: agentState.toWire(agent.state),
    provenance: fields.provenanceToWire(agent.provenance),
    slots: agent.slots,
    trialIds: [...agent.trialIds],
    labels: { ...agent.labels },
    lastSeenMs: agent.lastSeenAt,
    ...(agent.device && { device: fields.deviceToWire(agent.device) }),
  };
}

export function agentFromWire(message: Agent__Output | null | undefined): AgentInfo {
  const wire = fields.present(message, 'agent');
  return {
    id: wire.id,
    host: wire.host,
    state: agentState.required(wire.state),
    provenance: fields.provenanceFromWire(fields.present(wire.provenance, 'provenance')),
    slots: wire.slots,
    trialIds: wire.trialIds,
    labels: wire.labels,
    lastSeenAt: wire.lastSeenMs,
    ...(wire.device && { device: fields.deviceFromWire(wire.device) }),
  };
}
