#!/usr/bin/env bash
# Rebuilds static/vendor from the pinned npm packages. Needs node 20 and npm with a registry; nothing
# that it installs is needed to run or test the project, so it works in a folder that it removes.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/package.json" "$here/package-lock.json" "$work/"
(cd "$work" && npm ci --ignore-scripts --no-audit --no-fund)
node "$here/build.mjs" "$work" "$here/../../static/vendor"
