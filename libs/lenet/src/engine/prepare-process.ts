import { prepareTensorflow } from '@gridsweep/tensorflow';
import type { EngineName } from './contract.ts';

/**
 * Sets up this process for an engine. Must be called in the main thread before the first thread that creates the engine is
 * started; where only the main thread creates engines it need not be called.
 */
export function prepareProcess(engine: EngineName): void {
  if (engine === 'tensorflow') prepareTensorflow();
}
