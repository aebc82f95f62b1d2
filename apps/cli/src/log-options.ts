import { Option, type Command } from 'commander';

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
const FORMATS = ['json', 'pretty'] as const;

export interface LogOptions {
  readonly logLevel: (typeof LEVELS)[number];
  /** Unless given: pretty on a terminal, JSON elsewhere. */
  readonly logFormat?: (typeof FORMATS)[number];
}

/** Adds --log-level and --log-format. */
export function logOptions(command: Command): Command {
  return command
    .addOption(new Option('--log-level <level>', 'what to log').choices(LEVELS).default('info'))
    .addOption(
      new Option('--log-format <format>', 'how to log (default: pretty on a terminal, else json)').choices(FORMATS),
    );
}
