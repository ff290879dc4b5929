/** Holds the JavaScript that loads before the first Play against its budget; run after `vite build`. */
import { JS_BUDGET_KB, jsBeforePlay } from './bench/budget';

const { files, totalKb } = jsBeforePlay('dist');
for (const { file, gzipKb } of files) console.log(`${gzipKb.toFixed(1).padStart(7)} KB  ${file}`);
console.log(
  `${totalKb.toFixed(1).padStart(7)} KB gzip of JavaScript before the first Play (budget ${JS_BUDGET_KB} KB)`,
);
if (totalKb > JS_BUDGET_KB) {
  console.error(`Over budget by ${(totalKb - JS_BUDGET_KB).toFixed(1)} KB.`);
  process.exitCode = 1;
}
