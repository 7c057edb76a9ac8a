import { writeSync } from 'node:fs';

/** Says `N passed, N failed` as the very last line, and lets no run with skipped tests pass. */
export default class Reporter {
  constructor(globalConfig) {
    this.chosenByName = Boolean(globalConfig.testNamePattern);
  }

  onRunComplete(_contexts, results) {
    // a file that could not even be loaded has no tests to count, and yet it failed
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    this.skipped = skipped;
    const line = `${results.numPassedTests} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}\n`;
    process.on('exit', () => writeSync(1, line));
  }

  getLastError() {
    if (this.skipped && !this.chosenByName) return new Error(`${this.skipped} tests were skipped; every test must run`);
  }
}
