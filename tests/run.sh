#!/bin/sh
# Installs what the tests need, builds, runs every test. The last line is "N passed, N failed" (", N skipped").
#
# run.sh --sanitize does the same with the address and undefined-behaviour sanitizers, in a build of its own;
# run.sh --slow runs instead what an ordinary run leaves out: the long training cases, a few minutes.
set -u
cd "$(dirname "$0")/.." || exit 1
export PYTHONDONTWRITEBYTECODE=1

folder=.build
suite=
patience=2    # times the tests' own timeouts: other work may share the machine
case ${1-} in
  '') ;;
  --sanitize)
    folder=.build-sanitize
    patience=10
    ;;
  --slow) suite='--suite slow' ;;
  *) echo 'usage: run.sh [--sanitize | --slow]' >&2; exit 2 ;;
esac
options=
[ $folder = .build ] || options='-Db_sanitize=address,undefined'

if sh data/packaging/install-packages.sh run test && sh data/packaging/build.sh $folder $options
then
  rm -f $folder/meson-logs/testlog.json
  meson test -C $folder --no-rebuild --timeout-multiplier $patience $suite </dev/null
  exec python3 tests/house/summary.py $folder/meson-logs/testlog.json
fi
echo '0 passed, 1 failed'
exit 1
