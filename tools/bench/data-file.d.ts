import type { Dataset } from '../../libs/lenet/src/dataset/dataset.ts';
export interface DataFile {
  readonly path: string;
  /** What the images are, for the provenance. */
  readonly description: string;
  /** Removes the file if it was made. */
  release(): Promise<void>;
}
/**
 * Images that all contenders read: real ones where the cache has CIFAR-10, else patterns by class with noise. It matters, for the
 * sparsity of the gradients, and with it the speed, is what the network has learned from them.
 */
export declare function openDataFile(): Promise<DataFile>;
/** The file's first 8,192 records, as both splits. */
export declare function readDataFile(path: string): Promise<Dataset>;
