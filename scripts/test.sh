#!/usr/bin/env bash
# Everything that must hold before a change goes in. `npm test` runs it; the last line sums up.
set -euo pipefail
cd "$(dirname "$0")/.."

CHROMIUM_PATH=$(bash scripts/install-chromium.sh)
export CHROMIUM_PATH

reports=$(mktemp -d)
trap 'rm -rf "$reports"' EXIT
source scripts/steps.sh

project() {
  npx vitest run --project "$1" --reporter=default --reporter=json --outputFile.json="$reports/$1.json"
}

step 'types' npm run --silent typecheck
step 'lint' npm run --silent lint
step 'format' npm run --silent format:check
step 'unused code' npm run --silent knip
step 'audio fixtures' npx tsx scripts/make-fixtures.ts
step 'unit tests' project unit
step 'screen tests' project ui
step 'browser tests' project browser
step 'build' npx vite build --logLevel warn
step 'JavaScript budget' npx tsx scripts/check-budget.ts
step 'journeys' env PLAYWRIGHT_JSON_OUTPUT_NAME="$reports/e2e.json" npx playwright test --reporter=list,json

status=0
sum_up_steps || status=1
node scripts/sum-up.mjs "$status" "$reports"/*.json
