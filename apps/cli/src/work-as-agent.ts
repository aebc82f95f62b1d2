import { hostname } from 'node:os';
import { startAgent } from '@gridsweep/agent';
import type { EngineName } from '@gridsweep/lenet';
import { coordinatorAddress, type ClientOptions, type Context } from './context.ts';
import type { LogOptions } from './log-options.ts';
import { createLogger } from './logging.ts';

export interface AgentCommandOptions extends LogOptions, ClientOptions {
  readonly id?: string;
  readonly slots: number;
  readonly engine: EngineName;
  readonly data?: string;
  readonly fetch?: boolean;
  readonly label: Readonly<Record<string, string>>;
  readonly httpPort?: number;
}

/** Runs an agent until it is drained, by the user or by the coordinator. */
export async function workAsAgent(context: Context, options: AgentCommandOptions): Promise<void> {
  const { interrupt } = context;
  const { slots, engine, data, fetch, label: labels, httpPort } = options;
  const logger = createLogger(context, options);
  const agent = startAgent({
    coordinator: coordinatorAddress(context, options),
    id: options.id ?? `${hostname()}-${process.pid}`,
    slots,
    engine,
    dataset: { folder: data, fetch },
    labels,
    logger,
    httpPort,
  });
  const drain = () => {
    agent.drain().catch(() => undefined); // `done` below says what went wrong.
  };
  if (interrupt.aborted) drain();
  interrupt.addEventListener('abort', drain);
  await agent.done;
  logger.info('The agent has left.');
}
