import { pino, type DestinationStream, type Logger } from 'pino';
import pretty from 'pino-pretty';
import type { Context } from './context.ts';
import type { LogOptions } from './log-options.ts';

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
