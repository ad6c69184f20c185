#!/usr/bin/env bash
# Rebuilds the assets from the pinned packages and fails when the committed ones differ.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v npm >/dev/null; then
  echo 'assets: npm is not here, so they are not compared'
  exit 0
fi
npm ci --no-audit --no-fund --silent
bash assets/build.sh >/dev/null
git diff --exit-code --stat -- static || { echo 'Built assets are not current: run make assets and commit.'; exit 1; }
git ls-files --others --exclude-standard -- static | (! grep .) || { echo 'Built assets are not committed.'; exit 1; }
echo 'assets: current'
