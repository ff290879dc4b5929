#!/usr/bin/env bash
# Makes sure that the tests find Chromium (or Chrome) and ffmpeg: takes what is there, installs what is missing by
# apt-get where it may. Prints the path of the browser.
set -euo pipefail

source "$(dirname "$0")/programs.sh"

find_browser() {
  first_program "${CHROMIUM_PATH:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome \
    /usr/bin/google-chrome-stable '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' \
    /Applications/Chromium.app/Contents/MacOS/Chromium
}

missing=()
find_browser >/dev/null || missing+=(chromium)
command -v ffmpeg >/dev/null || missing+=(ffmpeg)

install_packages ${missing[@]+"${missing[@]}"}

if ! command -v ffmpeg >/dev/null; then
  echo 'The tests make their audio files with ffmpeg. Install it (apt install ffmpeg, brew install ffmpeg) and run again.' >&2
  exit 1
fi
if ! find_browser; then
  echo 'The tests need Chromium or Chrome. Install one, or set CHROMIUM_PATH to its executable, and run again.' >&2
  exit 1
fi
