#!/bin/sh
# Builds web/static/dist from web/assets and the npm packages pinned in
# web/package.json. The result is committed, so only those who change styles,
# script or colours need Node (20 or newer).
set -eu
cd "$(dirname "$0")"
[ -d ../node_modules/@digdir ] || (cd .. && npm ci --no-fund --no-audit)
../node_modules/.bin/designsystemet tokens create --clean >/dev/null
../node_modules/.bin/designsystemet tokens build --clean >/dev/null
node build.mjs
