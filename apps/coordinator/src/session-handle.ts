import type { CoordinatorMessage } from '@gridsweep/protocol';
import type { GridsweepError, Provenance } from '@gridsweep/sweep';

/** What an agent said of itself. */
export interface AgentDescription {
  readonly instanceId: string;
  readonly provenance: Provenance;
}

/** One agent's open session, as the rest of the coordinator uses it. */
export interface SessionHandle {
  readonly agent: AgentDescription;
  /** Queues a message behind those before it. How many there can be the agent's leases limit (I6). */
  send(message: CoordinatorMessage): void;
  /** The agent has opened another session, from the process of that instance id. */
  displaced(byInstanceId: string): void;
  /** Ends the session; the agent sees the error. */
  end(error: GridsweepError): void;
}
