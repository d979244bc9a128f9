#!/bin/sh
# Makes sure there is a Chromium for tests/browser.py. Usage: sh tests/browser.sh PYTHON
set -eu
python=${1:-python3}

if [ -n "${DRIEGESPREK_CHROMIUM:-}" ] || [ -x /usr/bin/chromium ]; then
    exit 0
fi

as_root=''
if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root='sudo -n'
    else
        as_root='no'
    fi
fi

# Ubuntu's apt package is only a pointer to a snap, so Debian alone gets its own.
if [ "$as_root" != no ] && command -v apt-get >/dev/null 2>&1 && grep -q '^ID=debian' /etc/os-release; then
    echo "Installing Chromium for the browser tests ..."
    $as_root apt-get update -q
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends chromium fonts-liberation </dev/null
else
    "$python" -m playwright install chromium
fi
