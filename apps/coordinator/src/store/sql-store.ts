import type { ReceivedReport, Store, SweepChange } from './contract.ts';
import type { Database, Queryable } from './database.ts';
import { migrate } from './migrate.ts';
import { agentSeen, listAgents, saveAgent } from './queries/agents.ts';
import { cancelTrials, deleteSweep, retryTrials, setSweepState } from './queries/change-sweep.ts';
import { createSweep } from './queries/create-sweep.ts';
import { findSweep, findSweepId } from './queries/find-sweep.ts';
import { leaseTrials } from './queries/lease-trials.ts';
import { appendLogs, readLogs } from './queries/logs.ts';
import { readPoints } from './queries/read-points.ts';
import { readTrials } from './queries/read-trials.ts';
import { extendLeases, renewLeases } from './queries/renew-leases.ts';
import { storeReports } from './queries/store-reports.ts';
import { selectSweeps } from './queries/sweep-row.ts';
import { expireLeases, reclaimLeases } from './queries/take-leases.ts';

/** Replaced checkpoints leave dead rows; once they amount to so many bytes their space is reclaimed. */
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
        const created = await createSweep(db, sweep, now);
        return { sweep: await findSweep(db, sweep.id), created };
      }),
    findSweep: (selector) => findSweep(database, selector),
    listSweeps: () => selectSweeps(database, 'true', []),
    readTrials: (sweepId, trialIds) => readTrials(database, sweepId, trialIds),
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
      replacedBytes += checkpointBytes(reports);
      if (replacedBytes >= RECLAIM_EVERY_BYTES) {
        replacedBytes = 0;
        await database.reclaim(['checkpoints', 'trials', 'log_lines']);
      }
      return stored;
    },

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
    deleteSweep: (selector) =>
      inTransaction(async (db): Promise<SweepChange> => {
        const sweep = await findSweep(db, selector);
        return { sweep, changes: await deleteSweep(db, sweep.id, 0) };
      }),

    appendLogs: (lines) => inTransaction((db) => appendLogs(db, lines)),
    readLogs: (sweepId, options) => readLogs(database, sweepId, options),

    saveAgent: (hello, now) => inTransaction((db) => saveAgent(db, hello, now)),
    agentSeen: (agentId, now) => inTransaction((db) => agentSeen(db, agentId, now)),
    listAgents: () => listAgents(database),

    close: () => database.close(),
  };
}

function checkpointBytes(reports: readonly ReceivedReport[]): number {
  return reports.reduce(
    (sum, { report }) => sum + (report.body.type === 'checkpoint' ? report.body.bytes.byteLength : 0),
    0,
  );
}
