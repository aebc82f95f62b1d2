import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesField, concatBytes, varintField } from './protobuf.ts';

/** The tag by which a SavedModel's graph is asked for. */
export const TAG = 'serve';

/** Calls `use` with a folder that holds the graph as a SavedModel without variables (tensorflow/core/protobuf/saved_model.proto). */
export async function withSavedModel<T>(graphDef: Uint8Array, use: (folder: string) => T): Promise<T> {
  const metaInfo = bytesField(1, bytesField(4, TAG));
  const savedModel = concatBytes([varintField(1, 1), bytesField(2, [metaInfo, bytesField(2, graphDef)])]);
  const folder = await mkdtemp(join(tmpdir(), 'gridsweep-graph-'));
  try {
    await writeFile(join(folder, 'saved_model.pb'), savedModel);
    return use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
