#!/usr/bin/env bash
# The browser journeys need Chromium and a Chinese font: Debian's, installed if they are missing and we may.
set -euo pipefail
fonts=$(fc-list :lang=zh 2>/dev/null | head -1 || true)
if [ -x /usr/bin/chromium ] && [ -n "$fonts" ]; then exit 0; fi
if [ "$(id -u)" -ne 0 ]; then
  echo "Chromium or a Chinese font is missing. Install them: sudo apt-get install chromium fonts-noto-cjk" >&2
  exit 1
fi
echo "Installing Chromium and a Chinese font …"
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk fontconfig >/dev/null
