#!/usr/bin/env bash
# Makes sure that the tests find Chromium and ffmpeg: takes what is there, installs them by apt-get where it may.
set -euo pipefail

chromium=${CHROMIUM_PATH:-/usr/bin/chromium}
missing=()
[ -x "$chromium" ] || missing+=(chromium)
command -v ffmpeg >/dev/null || missing+=(ffmpeg)
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo -n)

if command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; }; then
  echo "Installing ${missing[*]} with apt-get"
  "${as_root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

for tool in "${missing[@]}"; do
  if [ "$tool" = chromium ] && [ ! -x "$chromium" ]; then
    echo "The tests need Chromium or Chrome. Install it, or set CHROMIUM_PATH to its executable (looked for $chromium)." >&2
    exit 1
  fi
  if [ "$tool" = ffmpeg ] && ! command -v ffmpeg >/dev/null; then
    echo "The tests make their audio files with ffmpeg. Install it (apt install ffmpeg, brew install ffmpeg) and run again." >&2
    exit 1
  fi
done
