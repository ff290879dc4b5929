# Sourced by test.sh and nightly.sh: runs the parts of a command one after another, whatever becomes of each.

failed_steps=()

# step NAME COMMAND…
step() {
  local name=$1
  shift
  printf '\n== %s\n' "$name"
  local began=$SECONDS
  if "$@"; then
    printf -- '-- %s: ok, %d s\n' "$name" $((SECONDS - began))
  else
    printf -- '-- %s: FAILED, %d s\n' "$name" $((SECONDS - began))
    failed_steps+=("$name")
  fi
}

# Names those that failed; fails if any did.
sum_up_steps() {
  [ ${#failed_steps[@]} -eq 0 ] || {
    printf '\nFailed: %s\n' "$(IFS=,; echo "${failed_steps[*]}")"
    return 1
  }
}
