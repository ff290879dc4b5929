// Adds up the JSON reports of Vitest and Playwright into one line: `N passed, N failed`.
// usage: node scripts/sum-up.mjs <status of the steps> <report.json>…
import { readFileSync } from 'node:fs';

const [status, ...files] = process.argv.slice(2);
let passed = 0;
let failed = 0;
/** Said again at the end: the log of a build server is long, and may be cut. */
const names = [];
const specsOf = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];
for (const file of files) {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  // Playwright reports `stats`, Vitest `numPassedTests`. A suite that could not be loaded counts as a failure.
  if (report.stats) {
    passed += report.stats.expected;
    failed += report.stats.unexpected + report.stats.flaky + report.errors.length;
    for (const spec of report.suites.flatMap(specsOf)) if (!spec.ok) names.push(`${spec.file}: ${spec.title}`);
  } else {
    passed += report.numPassedTests;
    failed += report.numFailedTests;
    failed += report.testResults.filter((s) => s.status === 'failed' && s.assertionResults.length === 0).length;
    for (const { name, status: outcome, message, assertionResults } of report.testResults) {
      if (outcome === 'failed' && assertionResults.length === 0) names.push(`${name}: ${message}`);
      for (const test of assertionResults) {
        if (test.status === 'failed') names.push(`${test.fullName}\n    ${test.failureMessages[0]?.split('\n')[0]}`);
      }
    }
  }
}
// A step without tests of its own (types, lint, build …) that failed counts once.
if (status !== '0' && failed === 0) failed = 1;
for (const name of names) console.log(`Failed: ${name}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
