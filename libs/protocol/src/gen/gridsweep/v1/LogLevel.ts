// Original file: proto/gridsweep/v1/trial.proto

export const LogLevel = {
  LOG_LEVEL_UNSPECIFIED: 'LOG_LEVEL_UNSPECIFIED',
  LOG_LEVEL_INFO: 'LOG_LEVEL_INFO',
  LOG_LEVEL_WARN: 'LOG_LEVEL_WARN',
  LOG_LEVEL_ERROR: 'LOG_LEVEL_ERROR',
} as const;

export type LogLevel =
  | 'LOG_LEVEL_UNSPECIFIED'
  | 0
  | 'LOG_LEVEL_INFO'
  | 1
  | 'LOG_LEVEL_WARN'
  | 2
  | 'LOG_LEVEL_ERROR'
  | 3

export type LogLevel__Output = typeof LogLevel[keyof typeof LogLevel]
