#!/usr/bin/env bash
# Prints the path of a Chromium, installing it with a Chinese font where there is none.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
find_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
if ! find_browser >/dev/null; then apt_install chromium fonts-noto-cjk; fi
if command -v fc-list >/dev/null && [ -z "$(fc-list :lang=zh)" ]; then apt_install fonts-noto-cjk; fi
find_browser
