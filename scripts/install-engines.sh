#!/usr/bin/env bash
# Makes sure that the journeys of the three engines find Firefox and WebKit (WebKitGTK, with its driver, a virtual screen
# and its codecs) and a sound server that needs no sound card: takes what is there, installs what is missing by apt-get
# where it may. Prints NAME=path for each engine; one that cannot be had has no line, and the reason goes to the errors.
set -uo pipefail

source "$(dirname "$0")/programs.sh"

find_firefox() {
  first_program "${FIREFOX_PATH:-}" /usr/bin/firefox-esr /usr/lib/firefox-esr/firefox-esr /usr/bin/firefox \
    /Applications/Firefox.app/Contents/MacOS/firefox
}
find_webkit() { first_program "${WEBKIT_DRIVER_PATH:-}" /usr/bin/WebKitWebDriver; }

# Decoders of MP3 and AAC, and the way to the sound server: WebKitGTK plays nothing without them.
webkit_codecs=(gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-pulseaudio gstreamer1.0-libav)

missing=()
find_firefox >/dev/null || missing+=(firefox-esr)
find_webkit >/dev/null || missing+=(webkit2gtk-driver)
command -v Xvfb >/dev/null || missing+=(xvfb)
command -v pulseaudio >/dev/null || missing+=(pulseaudio)
if command -v dpkg >/dev/null; then
  for package in "${webkit_codecs[@]}"; do dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package"); done
fi

install_packages ${missing[@]+"${missing[@]}"}

# Without an output, real or not, the audio clock of these two stands still.
if ! command -v pulseaudio >/dev/null; then
  echo 'NOT RUN: Firefox and WebKit, as there is no pulseaudio (apt install pulseaudio)' >&2
  exit 0
fi
if firefox=$(find_firefox); then
  echo "FIREFOX_PATH=$firefox"
else
  echo 'NOT RUN: Firefox, which is not installed (apt install firefox-esr, or set FIREFOX_PATH)' >&2
fi
if webkit=$(find_webkit) && command -v Xvfb >/dev/null; then
  echo "WEBKIT_DRIVER_PATH=$webkit"
else
  echo 'NOT RUN: WebKit, as its driver or a virtual screen is missing (apt install webkit2gtk-driver xvfb)' >&2
fi
