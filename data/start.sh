#!/bin/sh
# Installs what Backflow needs, builds it and opens its window; arguments go to Backflow.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
sh "$top/data/packaging/install-packages.sh" run
sh "$top/data/packaging/build.sh" .build
meson install -C "$top/.build" --no-rebuild --quiet >/dev/null

installed=$top/.build/installed
[ -n "${LC_ALL-}${LC_CTYPE-}${LANG-}" ] || export LANG=C.UTF-8
export XDG_DATA_DIRS="$installed/share:${XDG_DATA_DIRS:-/usr/local/share:/usr/share}"
exec "$installed/bin/backflow" "$@"
