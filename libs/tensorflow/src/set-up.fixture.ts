import { findTensorflow } from './home.ts';

/**
 * Whether the tests that need TensorFlow run. GRIDSWEEP_REQUIRE_TENSORFLOW=1 says that they must: then they fail where it is not
 * set up, instead of being skipped.
 */
export const tensorflowIsSetUp =
  process.env['GRIDSWEEP_REQUIRE_TENSORFLOW'] === '1' ||
  findTensorflow('cpu') !== null ||
  findTensorflow('gpu') !== null;
