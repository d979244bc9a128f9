#!/bin/sh
# LibreOffice for tests/minutes/test_office.py, where it can be had without asking anybody.
set -eu

if command -v soffice >/dev/null 2>&1; then
    exit 0
fi
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing LibreOffice for the tests that read our documents back ..."
    if timeout 120 apt-get update -q </dev/null && DEBIAN_FRONTEND=noninteractive timeout 600 \
        apt-get install -y -q --no-install-recommends \
        libreoffice-writer-nogui libreoffice-calc-nogui </dev/null; then
        exit 0
    fi
fi
echo "No LibreOffice here: tests/minutes/test_office.py will be skipped." >&2
