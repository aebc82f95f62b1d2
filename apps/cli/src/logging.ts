import { Option, type Command } from 'commander';
import { pino, type DestinationStream, type Logger } from 'pino';
import pretty from 'pino-pretty';
import type { Context } from './context.ts';

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

/** A logger to standard error. */
export function createLogger({ terminal: { err } }: Context, { logLevel, logFormat }: LogOptions): Logger {
  const format = logFormat ?? (err.isTerminal ? 'pretty' : 'json');
  const destination =
    format === 'json'
      ? { write: (line: string) => err.write(line) }
      : pretty({
          colorize: err.colors.isColorSupported,
          destination: err.stream,
          ignore: 'pid,hostname',
          translateTime: 'SYS:HH:MM:ss',
          sync: true,
        });
  return loggerTo(destination, logLevel);
}

/** Keys whose values never reach a log. */
const SECRETS = ['password', 'token', 'secret', 'authorization', 'connectionString', 'databaseUrl'];

/** A logger without process id and host name of its own, whose records hold no secrets. */
export function loggerTo(destination: DestinationStream, level: LogOptions['logLevel']): Logger {
  return pino(
    {
      level,
      redact: { paths: SECRETS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[redacted]' },
      serializers: { err: errorWithoutSecrets },
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
}

function errorWithoutSecrets(error: Error): unknown {
  const serialized = pino.stdSerializers.err(error);
  return { ...serialized, message: withoutPassword(serialized.message), stack: withoutPassword(serialized.stack) };
}

/** A text with the passwords of URLs in it replaced: "postgres://me:[redacted]@host/db". */
export function withoutPassword(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s/@]+@/gi, '$1:[redacted]@');
}
