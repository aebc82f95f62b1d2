import type { ReceivedReport, Store, SweepChange } from './contract.ts';
import type { Database, Queryable } from './database.ts';
import { migrate } from './migrate.ts';
import { agentSeen, listAgents, saveAgent } from './queries/agents.ts';
import { cancelTrials, deleteSweep, retryTrials, setSweepState } from './queries/change-sweep.ts';
import { readCheckpoint } from './queries/checkpoints.ts';
import { readCode, storeCode } from './queries/code.ts';
import { createSweep } from './queries/create-sweep.ts';
import { extendSweep } from './queries/extend-sweep.ts';
import { findNamesake, findSweep, findSweepId, selectSweeps } from './queries/find-sweep.ts';
import { expireLeases, extendLeases, reclaimLeases, renewLeases } from './queries/hold-leases.ts';
import { leaseTrials } from './queries/lease-trials.ts';
import { appendLogs, readLogs } from './queries/logs.ts';
import { readPoints } from './queries/points.ts';
import { findTrial, locateTrial, readTrials } from './queries/read-trials.ts';
import { storeReports } from './queries/store-reports.ts';
import { readWeights } from './queries/weights.ts';

/** Replaced checkpoints and weights leave dead rows; once they amount to so many bytes their space is reclaimed. */
const RECLAIM_EVERY_BYTES = 32 * 2 ** 20;

/**
 * A store on a PostgreSQL database, embedded or a server, its schema brought up to date.
 * Closing the store closes the database.
 */
export async function openStore(database: Database): Promise<Store> {
  try {
    await migrate(database);
  } catch (thrown) {
    await database.close();
    throw thrown;
  }
  return sqlStore(database);
}

function sqlStore(database: Database): Store {
  const inTransaction = <Result>(work: (db: Queryable) => Promise<Result>) => database.transaction(work);
  let replacedBytes = 0;

  return {
    createSweep: (sweep, now) =>
      inTransaction(async (db) => {
        const { id, created } = await createSweep(db, sweep, now);
        return { sweep: await findSweep(db, id), created };
      }),
    extendSweep: (sweepId, extension) =>
      inTransaction(async (db) => {
        const added = await extendSweep(db, sweepId, extension);
        return { sweep: await findSweep(db, sweepId), added };
      }),
    findNamesake: (sweep) => findNamesake(database, sweep),
    findSweep: (selector) => findSweep(database, selector),
    findSweepId: (selector) => findSweepId(database, selector),
    listSweeps: () => selectSweeps(database, 'true', []),
    readTrials: (sweepId, choice) => readTrials(database, sweepId, choice),
    findTrial: (sweepId, selector) => findTrial(database, sweepId, selector),
    locateTrial: (selector) => locateTrial(database, selector),
    readPoints: (trialId) => readPoints(database, trialId),

    leaseTrials: (request) => inTransaction((db) => leaseTrials(db, request)),
    async renewLeases(agentId, leases, expiresAt) {
      if (leases.length === 0) return { kept: [], lost: [] };
      const kept = await inTransaction((db) => renewLeases(db, agentId, leases, expiresAt));
      const tokens = new Map(kept.map((lease) => [lease.trialId, lease.attempt]));
      return { kept, lost: leases.filter((lease) => tokens.get(lease.trialId) !== lease.attempt) };
    },
    extendLeases: (expiresAt) => inTransaction((db) => extendLeases(db, expiresAt)),
    expireLeases: (now) => inTransaction((db) => expireLeases(db, now)),
    reclaimLeases: (agentId, instanceId, known, now) =>
      inTransaction((db) => reclaimLeases(db, agentId, instanceId, known, now)),
    async storeReports(reports, now) {
      const stored = await inTransaction((db) => storeReports(db, reports, now));
      replacedBytes += fileBytes(reports);
      if (replacedBytes >= RECLAIM_EVERY_BYTES) {
        replacedBytes = 0;
        await database.reclaim(['checkpoints', 'checkpoint_chunks', 'trials', 'latest_metrics', 'log_lines']);
      }
      return stored;
    },
    readCheckpoint: (request) => readCheckpoint(database, request),
    readWeights: (trialId) => readWeights(database, trialId),

    storeCode: (chunks, now) => storeCode(inTransaction, chunks, now),
    readCode: (sha256) => readCode(database, sha256),

    cancelSweep: (selector, now) =>
      inTransaction(async (db): Promise<SweepChange> => {
        const id = await findSweepId(db, selector);
        const changes = await cancelTrials(db, id, now);
        return { sweep: await findSweep(db, id), changes };
      }),
    pauseSweep: (selector) =>
      inTransaction(async (db) => {
        const id = await findSweepId(db, selector);
        await setSweepState(db, id, 'paused');
        return findSweep(db, id);
      }),
    resumeSweep: (selector) =>
      inTransaction(async (db) => {
        const id = await findSweepId(db, selector);
        await setSweepState(db, id, 'active');
        return findSweep(db, id);
      }),
    retryTrials: (selector, { includeCancelled }) =>
      inTransaction(async (db): Promise<SweepChange> => {
        const id = await findSweepId(db, selector);
        const changes = await retryTrials(db, id, includeCancelled);
        return { sweep: await findSweep(db, id), changes };
      }),
    async deleteSweep(selector, now) {
      const change = await inTransaction(async (db): Promise<SweepChange> => {
        const sweep = await findSweep(db, selector);
        return { sweep, changes: await deleteSweep(db, sweep.id, now) };
      });
      await database.reclaim(['code_archives', 'code_chunks']);
      return change;
    },

    appendLogs: (lines) => inTransaction((db) => appendLogs(db, lines)),
    readLogs: (sweepId, options) => readLogs(database, sweepId, options),

    saveAgent: (hello, now) => inTransaction((db) => saveAgent(db, hello, now)),
    agentSeen: (agentId, now) => inTransaction((db) => agentSeen(db, agentId, now)),
    listAgents: () => listAgents(database),

    close: () => database.close(),
  };
}

function fileBytes(reports: readonly ReceivedReport[]): number {
  return reports.reduce(
    (sum, { report }) => sum + ('chunk' in report.body ? report.body.chunk.bytes.byteLength : 0),
    0,
  );
}
