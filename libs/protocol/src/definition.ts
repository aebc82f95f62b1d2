import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GridsweepError } from '@gridsweep/sweep';
import { logVerbosity, setLogVerbosity, type ChannelOptions } from '@grpc/grpc-js';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';
import type { AgentServiceDefinition } from './gen/gridsweep/v1/AgentService.ts';
import type { SweepServiceDefinition } from './gen/gridsweep/v1/SweepService.ts';
import loaderOptions from './loader-options.json' with { type: 'json' };

const FILES = ['gridsweep/v1/agent_service.proto', 'gridsweep/v1/sweep_service.proto'];

/**
 * A message may have so many bytes. None grows with slots, trials or models: files travel in chunks, trials in pages. The largest
 * is a sweep with its specification.
 */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

/** Options of a channel on either side. */
export const CHANNEL_OPTIONS: ChannelOptions = {
  'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
  'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
  // A peer that vanished without closing its connection is noticed within half a minute.
  'grpc.keepalive_time_ms': 10_000,
  'grpc.keepalive_timeout_ms': 20_000,
};

export interface Definition {
  readonly sweeps: SweepServiceDefinition;
  readonly agents: AgentServiceDefinition;
  /** Everything that was loaded, for server reflection. */
  readonly all: PackageDefinition;
}

let loaded: Definition | undefined;

/** Both services, read from proto/ once. */
export function definition(): Definition {
  return (loaded ??= load());
}

function load(): Definition {
  // What goes wrong reaches the caller as an error; gRPC's own lines on stderr would say it twice.
  if (process.env['GRPC_VERBOSITY'] === undefined) setLogVerbosity(logVerbosity.NONE);
  const { longs, enums, ...flags } = loaderOptions;
  const all = loadSync(FILES, {
    ...flags,
    longs: constructorNamed(longs),
    enums: constructorNamed(enums) as StringConstructor,
    includeDirs: [protoFolder()],
  });
  return {
    // The generated types describe what these options load (tools/generate.js), so the casts hold.
    sweeps: all['gridsweep.v1.SweepService'] as unknown as SweepServiceDefinition,
    agents: all['gridsweep.v1.AgentService'] as unknown as AgentServiceDefinition,
    all,
  };
}

/** The loader takes the constructors that the type generator takes by name. */
function constructorNamed(name: string): NumberConstructor | StringConstructor {
  return name === 'Number' ? Number : String;
}

/** proto/ of the checkout or of the installed package: the nearest one above this file. */
function protoFolder(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    if (FILES.every((file) => existsSync(join(folder, 'proto', file)))) return join(folder, 'proto');
    if (folder === dirname(folder)) {
      throw new GridsweepError('internal', `No folder above ${start} has proto/${FILES[0] ?? ''}.`);
    }
  }
}
