// Adds up what the tests of all packages counted, prints "N passed, N failed[, N skipped]" and fails where not all is well:
// `node tools/count-tests.js [root]`.
import { join } from 'node:path';
import { packages, readJson, ROOT } from './packages.js';

const [root = ROOT] = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
for (const { folder } of packages(root)) {
  const { success, ...counts } = resultsOf(folder);
  total.passed += counts.numPassedTests;
  // A file that could not be loaded has failed without a failed test.
  total.failed += Math.max(counts.numFailedTests, success ? 0 : 1);
  total.skipped += counts.numPendingTests + counts.numTodoTests;
}

const { passed, failed, skipped } = total;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

/** What Vitest wrote; a failure where it ended before it wrote, or never ran. */
function resultsOf(folder) {
  try {
    return readJson(join(root, folder, 'test-results.json'));
  } catch {
    console.error(`${folder}: its tests have no results`);
    return { success: false, numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
  }
}
