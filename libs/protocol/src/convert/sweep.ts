import type { Provenance } from '@gridsweep/sweep';
import type { Agent as WireAgent, Agent__Output } from '../gen/gridsweep/v1/Agent.ts';
import type { ListTrialsResponse, ListTrialsResponse__Output } from '../gen/gridsweep/v1/ListTrialsResponse.ts';
import type { StreamLogsResponse, StreamLogsResponse__Output } from '../gen/gridsweep/v1/StreamLogsResponse.ts';
import type {
  StreamResultsResponse,
  StreamResultsResponse__Output,
} from '../gen/gridsweep/v1/StreamResultsResponse.ts';
import type { Sweep as WireSweep, Sweep__Output } from '../gen/gridsweep/v1/Sweep.ts';
import type { Trial as WireTrial, Trial__Output } from '../gen/gridsweep/v1/Trial.ts';
import type { WatchResponse, WatchResponse__Output } from '../gen/gridsweep/v1/WatchResponse.ts';
import type {
  AgentInfo,
  LogRecord,
  ResultPart,
  Sweep,
  SweepUpdate,
  TrialPage,
  TrialView,
  WeightsInfo,
} from '../sweep.ts';
import { agentState, logLevel, outcome, sweepState, trialState } from './enums.ts';
import * as fields from './fields.ts';

export function sweepToWire(sweep: Sweep): WireSweep {
  const { id, name, state, counts, spec, createdAt, endedAt, waitingFor, claim } = sweep;
  return {
    ...{ id, name },
    state: sweepState.toWire(state),
    counts: { ...counts },
    specJson: JSON.stringify(spec),
    createdAtMs: createdAt,
    ...(endedAt !== undefined && { endedAtMs: endedAt }),
    ...(waitingFor !== undefined && { waitingFor }),
    ...(claim && { claimJson: JSON.stringify(claim) }),
  };
}

export function sweepFromWire(message: Sweep__Output | null | undefined): Sweep {
  const { id, name, state, counts, specJson, createdAtMs, endedAtMs, waitingFor, claimJson } = fields.present(
    message,
    'sweep',
  );
  const { total, pending, running, finished, failed, cancelled } = fields.present(counts, 'counts');
  return {
    ...{ id, name },
    state: sweepState.fromWire(state),
    counts: { total, pending, running, finished, failed, cancelled },
    spec: fields.objectFromJson(specJson, 'spec'),
    createdAt: createdAtMs,
    ...(endedAtMs !== undefined && { endedAt: endedAtMs }),
    ...(waitingFor !== undefined && { waitingFor }),
    ...(claimJson !== undefined && { claim: fields.objectFromJson(claimJson, 'claim') }),
  };
}

export function trialToWire(trial: TrialView): WireTrial {
  const { id, sweepId, index, cellId, parameters, seed, state, outcome: result, failure, attempts } = trial;
  const { agentId, progress, latest, provenance, startedAt, endedAt, weights } = trial;
  return {
    ...{ id, sweepId, index, cellId, seed, attempts },
    parametersJson: JSON.stringify(parameters),
    state: trialState.toWire(state),
    latest: latest.map(fields.metricToWire),
    provenance: provenance.map(provenanceOf),
    ...(result && { outcome: outcome.toWire(result) }),
    ...(failure && { failure: fields.failureToWire(failure) }),
    ...(agentId !== undefined && { agentId }),
    ...(progress && { progress: fields.progressToWire(progress) }),
    ...(startedAt !== undefined && { startedAtMs: startedAt }),
    ...(endedAt !== undefined && { endedAtMs: endedAt }),
    ...(weights && { weights: weightsOf(weights) }),
  };
}

export function trialFromWire(message: Trial__Output | null | undefined): TrialView {
  const wire = fields.present(message, 'trial');
  const { id, sweepId, index, cellId, parametersJson, seed, state, outcome: result, failure, attempts } = wire;
  const { agentId, progress, latest, provenance, startedAtMs, endedAtMs, weights } = wire;
  return {
    ...{ id, sweepId, index, cellId, seed, attempts },
    parameters: fields.parametersFromWire(parametersJson),
    state: trialState.fromWire(state),
    latest: latest.map(fields.metricFromWire),
    provenance: provenance.map(provenanceOf),
    ...(result && { outcome: outcome.fromWire(result) }),
    ...(failure && { failure: fields.failureFromWire(failure) }),
    ...(agentId !== undefined && { agentId }),
    ...(progress && { progress: fields.progressFromWire(progress) }),
    ...(startedAtMs !== undefined && { startedAt: startedAtMs }),
    ...(endedAtMs !== undefined && { endedAt: endedAtMs }),
    ...(weights && { weights: weightsOf(weights) }),
  };
}

/** The wire's message and our type have the same fields. */
function weightsOf({ step, sizeBytes, sha256 }: WeightsInfo): WeightsInfo {
  return { step, sizeBytes, sha256 };
}

/** So have these. */
function provenanceOf({ version, engine, engineVariant, device, nodeVersion }: Provenance): Provenance {
  return { version, engine, engineVariant, device, nodeVersion };
}

export function pageToWire({ trials, nextIndex }: TrialPage): ListTrialsResponse {
  return { trials: trials.map(trialToWire), ...(nextIndex !== undefined && { nextIndex }) };
}

export function pageFromWire({ trials, nextIndex }: ListTrialsResponse__Output): TrialPage {
  return { trials: trials.map(trialFromWire), ...(nextIndex !== undefined && { nextIndex }) };
}

export function updateToWire({ sweep, trials, complete }: SweepUpdate): WatchResponse {
  return { sweep: sweepToWire(sweep), trials: trials.map(trialToWire), complete };
}

export function updateFromWire({ sweep, trials, complete }: WatchResponse__Output): SweepUpdate {
  return { sweep: sweepFromWire(sweep), trials: trials.map(trialFromWire), complete };
}

export function resultToWire(part: ResultPart): StreamResultsResponse {
  switch (part.type) {
    case 'sweep':
      return { sweep: sweepToWire(part.sweep) };
    case 'trial':
      return { trial: trialToWire(part.trial) };
    case 'points':
      return { points: { trialId: part.trialId, points: part.points.map(fields.metricToWire) } };
  }
}

export function resultFromWire(wire: StreamResultsResponse__Output): ResultPart {
  switch (fields.present(wire.message, 'result')) {
    case 'sweep':
      return { type: 'sweep', sweep: sweepFromWire(wire.sweep) };
    case 'trial':
      return { type: 'trial', trial: trialFromWire(wire.trial) };
    case 'points': {
      const { trialId, points } = fields.present(wire.points, 'points');
      return { type: 'points', trialId, points: points.map(fields.metricFromWire) };
    }
  }
}

export function logToWire({
  time,
  level,
  trialId,
  trialIndex,
  attempt,
  agentId,
  message,
}: LogRecord): StreamLogsResponse {
  return { timeMs: time, level: logLevel.toWire(level), trialId, trialIndex, attempt, agentId, message };
}

export function logFromWire(wire: StreamLogsResponse__Output): LogRecord {
  const { timeMs, level, trialId, trialIndex, attempt, agentId, message } = wire;
  return { time: timeMs, level: logLevel.fromWire(level), trialId, trialIndex, attempt, agentId, message };
}

export function agentToWire(agent: AgentInfo): WireAgent {
  const { id, host, state, version, nodeVersion, device, workloads, slots, trialIds, labels, lastSeenAt } = agent;
  return {
    ...{ id, host, version, nodeVersion, device, slots },
    state: agentState.toWire(state),
    workloads: workloads.map(({ name, engine, engineVariant }) => ({ name, engine, engineVariant })),
    trialIds: [...trialIds],
    labels: { ...labels },
    lastSeenMs: lastSeenAt,
    ...(agent.deviceMetrics && { deviceMetrics: fields.deviceToWire(agent.deviceMetrics) }),
  };
}

export function agentFromWire(message: Agent__Output | null | undefined): AgentInfo {
  const wire = fields.present(message, 'agent');
  const { id, host, state, version, nodeVersion, device, workloads, slots, trialIds, labels, lastSeenMs } = wire;
  return {
    ...{ id, host, version, nodeVersion, device, slots, trialIds, labels },
    state: agentState.fromWire(state),
    workloads: workloads.map(({ name, engine, engineVariant }) => ({ name, engine, engineVariant })),
    lastSeenAt: lastSeenMs,
    ...(wire.deviceMetrics && { deviceMetrics: fields.deviceFromWire(wire.deviceMetrics) }),
  };
}
