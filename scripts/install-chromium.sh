#!/usr/bin/env bash
# Makes sure that the tests find Chromium (or Chrome) and ffmpeg: takes what is there, installs what is missing by
# apt-get where it may. Prints the path of the browser.
set -euo pipefail

find_browser() {
  local path
  for path in "${CHROMIUM_PATH:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome \
    /usr/bin/google-chrome-stable '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' \
    /Applications/Chromium.app/Contents/MacOS/Chromium; do
    if [ -n "$path" ] && [ -x "$path" ]; then
      printf '%s\n' "$path"
      return
    fi
  done
  return 1
}

missing=()
find_browser >/dev/null || missing+=(chromium)
command -v ffmpeg >/dev/null || missing+=(ffmpeg)

if [ ${#missing[@]} -gt 0 ] && command -v apt-get >/dev/null; then
  as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
  if [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; then
    echo "Installing ${missing[*]} with apt-get" >&2
    ${as_root[@]+"${as_root[@]}"} apt-get update -qq >&2
    ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
  fi
fi

if ! command -v ffmpeg >/dev/null; then
  echo 'The tests make their audio files with ffmpeg. Install it (apt install ffmpeg, brew install ffmpeg) and run again.' >&2
  exit 1
fi
if ! find_browser; then
  echo 'The tests need Chromium or Chrome. Install one, or set CHROMIUM_PATH to its executable, and run again.' >&2
  exit 1
fi
