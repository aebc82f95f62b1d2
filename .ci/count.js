// Adds up what the tests of all packages counted, prints "N passed, N failed[, N skipped]" and fails where not all is well.
import { join } from 'node:path';
import { packages, readJson, ROOT } from '../tools/packages.js';

const total = { passed: 0, failed: 0, skipped: 0 };
for (const { folder } of packages()) {
  const results = resultsOf(folder);
  total.passed += results.numPassedTests;
  // A file that could not be loaded has failed without a failed test.
  total.failed += Math.max(results.numFailedTests, results.success ? 0 : 1);
  total.skipped += results.numPendingTests + results.numTodoTests;
}

const { passed, failed, skipped } = total;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

/** What Vitest wrote; a failure where it ended before it wrote. */
function resultsOf(folder) {
  try {
    return readJson(join(ROOT, folder, 'test-results.json'));
  } catch {
    console.error(`${folder}: its tests have no results`);
    return { success: false, numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
  }
}
