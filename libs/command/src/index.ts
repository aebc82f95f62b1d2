export { packCode, type PackedCode } from './code/pack-code.ts';
export { unpackCode } from './code/unpack-code.ts';
export { checkCommand, type CommandProblem } from './settings.ts';
export type { CommandPrepared, CommandSetup } from './setup.ts';
export { commandTrainable } from './trainable.ts';
export { removeTree } from './tree/remove-tree.ts';
export { commandWorkload } from './workload.ts';
export { describeTry, type TryFinding } from './try/describe-try.ts';
export { tryCommand, type TryResult } from './try/try-command.ts';
