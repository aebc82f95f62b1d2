export { packCode, type PackedCode } from './code/pack-code.ts';
export { unpackCode } from './code/unpack-code.ts';
export type { CommandSetup } from './setup.ts';
export { commandTrainable } from './trainable.ts';
export { describeTry, type TryFinding } from './try/describe-try.ts';
export { tryCommand, type TryPhase, type TryResult } from './try/try-command.ts';
export { commandWorkload } from './workload.ts';
