#!/usr/bin/env bash
# What takes too long for `npm test`: a hundred kills, a hundred thousand mutated inputs, three engines, ten minutes of
# mixed use, the traffic of every journey. Then writes docs/reliability.md and the support table of the README from what
# was counted. A part that cannot run here is said to be not run.
set -uo pipefail
cd "$(dirname "$0")/.."

source scripts/steps.sh
# Without a browser there is still what needs none.
if CHROMIUM_PATH=$(bash scripts/install-chromium.sh); then export CHROMIUM_PATH; else failed_steps+=('Chromium'); fi
# NAME=path for each engine that there is.
engines=$(bash scripts/install-engines.sh)
while IFS='=' read -r name path; do
  [ -z "$name" ] || export "$name=$path"
done <<<"$engines"

export RELIABILITY_DIR="$PWD/docs/reliability"
reports=$(mktemp -d)
trap 'rm -rf "$reports"' EXIT

# Tests that attack a fault say so in their titles; only these are run. The mutated inputs have had their own run, whose
# figures a shorter one must not replace.
project() {
  npx vitest run --project "$1" -t '\[fault: ' --exclude tests/unit/fuzz.test.ts \
    --reporter=default --reporter=json --outputFile.json="$reports/$1.json"
}

step 'audio fixtures' npx tsx scripts/make-fixtures.ts
step 'build' npx vite build --logLevel warn
step 'a hundred kills' env KILL_MOMENTS=100 PLAYWRIGHT_JSON_OUTPUT_NAME="$reports/kill.json" \
  npx playwright test --reporter=list,json tests/e2e/kill.spec.ts
step 'a hundred thousand mutated inputs' env FUZZ_INPUTS=100000 \
  npx vitest run --project unit --testTimeout=3600000 --reporter=default --reporter=json \
  --outputFile.json="$reports/fuzz.json" tests/unit/fuzz.test.ts
step 'three engines' npm run --silent test:engines
step 'ten minutes of mixed use' npx tsx scripts/bench/run.ts --dist dist --only memory-long --keep
# What attacks a fault says so in its title; only these are run.
step 'faults, without a browser' project unit
step 'faults, on the screen' project ui
step 'faults, in a browser' project browser
step 'faults and traffic, in the built app' env PLAYWRIGHT_JSON_OUTPUT_NAME="$reports/journeys.json" \
  npx playwright test --reporter=list,json --grep '\[fault: |traffic' --grep-invert '\[fault: killed\]'
# With no report there is no argument.
shopt -s nullglob
step 'docs/reliability.md and the support table' npx tsx scripts/reliability/write.ts "$reports"/*.json

sum_up_steps && printf '\nAll of the nightly parts passed.\n'
