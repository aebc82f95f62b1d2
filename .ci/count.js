// Prints vitest's counts as "N passed, N failed[, N skipped]" and fails where the file holds no passed test.
import { readFileSync } from 'node:fs';

let results;
try {
  results = JSON.parse(readFileSync(process.argv[2], 'utf8'));
} catch {
  // Vitest ended before it wrote its results.
  console.log('0 passed, 1 failed');
  process.exit(1);
}
// A file that could not be loaded has failed without a failed test.
const failed = Math.max(results.numFailedTests, results.success ? 0 : 1);
const skipped = results.numPendingTests + results.numTodoTests;
console.log(`${results.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(failed > 0 || results.numPassedTests === 0 ? 1 : 0);
