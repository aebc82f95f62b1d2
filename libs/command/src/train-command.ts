import { join } from 'node:path';
import {
  GridsweepError,
  type Control,
  type RunEnd,
  type TrainEvent,
  type TrainOptions,
  type TrialInput,
} from '@gridsweep/sweep';
import { AttemptFolder } from './attempt-folder.ts';
import { Checkpoints } from './checkpoint/checkpoints.ts';
import { restoreCheckpoint } from './checkpoint/restore.ts';
import { SharedCheckpoints } from './checkpoint/shared-checkpoints.ts';
import { MAX_CODE_FILES } from './code/pack-code.ts';
import { commandEnvironment } from './environment.ts';
import { followCommand } from './follow-command.ts';
import { expandCommand } from './macros.ts';
import { parseSettings } from './settings.ts';
import type { CommandPrepared } from './setup.ts';
import { copyTree } from './tree/copy-tree.ts';

/** Files may be packed with the folders they are in. */
const MAX_CODE_ENTRIES = 4 * MAX_CODE_FILES;

/**
 * One attempt of a trial: its command, run in a fresh folder to its end. When the last event comes, or it throws, nothing of the
 * attempt is left: no process, and no file but what checkpoints were handed on.
 * @throws GridsweepError as TrainingSlot.train says
 */
export async function* trainCommand(
  prepared: CommandPrepared,
  trial: TrialInput,
  { checkpoint, control }: TrainOptions,
): AsyncGenerator<TrainEvent, void, undefined> {
  throwIfCancelled(control);
  const settings = parseSettings(trial.settings);
  const shared = prepared.sharedFolder === null ? null : new SharedCheckpoints(prepared.sharedFolder, trial);
  const folder = await AttemptFolder.create(prepared.scratchFolder, trial.parameters);
  let end: RunEnd;
  try {
    const places = { folder: folder.checkpoints, aside: join(folder.path, 'restored'), shared };
    const restored = checkpoint === null ? null : await restoreCheckpoint(checkpoint, places);
    if (trial.codeFolder !== undefined) {
      await copyTree(trial.codeFolder, folder.work, { maxEntries: MAX_CODE_ENTRIES });
    }
    const environment = commandEnvironment(prepared.environment, { trial, folder, isResumed: restored !== null });
    const argv = expandCommand(settings.command, {
      parameters: trial.parameters,
      seed: trial.seed,
      program: settings.program,
      checkpointFolder: folder.checkpoints,
      parametersFile: folder.parametersFile,
      environment: prepared.environment,
    });
    const { scratchFolder, maxCheckpointBytes: maxBytes } = prepared;
    const checkpoints = new Checkpoints({ folder: folder.checkpoints, scratchFolder, maxBytes, shared }, restored);
    throwIfCancelled(control);
    end = control.drained.aborted
      ? { type: 'drained' }
      : yield* followCommand({ argv, environment, folder, checkpoints, limits: prepared, control });
  } finally {
    await folder.remove();
  }
  if (end.type === 'finished') await shared?.clear();
  yield end;
}

function throwIfCancelled({ cancelled }: Control): void {
  if (cancelled.aborted) throw new GridsweepError('cancelled', 'The attempt was cancelled.');
}
