#!/bin/sh
# install-packages.sh LIST...: installs the Debian packages of the named lists (run, test, parity) that are missing.
#
# Asks for no rights when nothing is missing; otherwise works as root or through sudo. Never waits for an answer.
set -eu

# What building and running Backflow takes.
run='gcc libc6-dev meson ninja-build pkg-config python3 gettext desktop-file-utils shared-mime-info libglib2.0-bin
  libgtk-4-bin libgtk-4-dev libadwaita-1-dev libjson-glib-dev libopenblas-dev liblapacke-dev librandom123-dev
  libcsv-dev librsvg2-common adwaita-icon-theme fonts-cantarell dconf-gsettings-backend'

# What the tests take beside that: a virtual display, the accessibility bus, validators, real images.
test='xvfb xauth dbus-daemon at-spi2-core python3-gi gir1.2-atspi-2.0 appstream libxml2-utils
  dataset-fashion-mnist poppler-utils librsvg2-bin'

# What the comparison with PyTorch takes; without it that one test is skipped.
parity='python3-torch'

missing () # PACKAGE...: those that are not installed
{
  for package
  do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || printf ' %s' "$package"
  done
}

wanted=
for list
do
  case $list in
    run) wanted="$wanted $run" ;;
    test) wanted="$wanted $test" ;;
    parity) wanted="$wanted $parity" ;;
    *) echo "install-packages.sh: no list '$list' (there are: run, test, parity)" >&2; exit 2 ;;
  esac
done

if ! command -v dpkg-query >/dev/null
then
  echo 'These scripts know Debian and its relatives only; see README.md for what to install elsewhere.' >&2
  exit 1
fi
lacking=$(missing $wanted)
[ -n "$lacking" ] || exit 0

as_root=
if [ "$(id -u)" != 0 ]
then
  as_root=sudo
  if ! command -v sudo >/dev/null || ! { sudo -n true 2>/dev/null || [ -t 0 ]; }
  then
    echo 'Packages are missing, and this is neither root nor a user who can use sudo here. As root, run:' >&2
    echo "  apt-get update && apt-get install --no-install-recommends$lacking" >&2
    exit 1
  fi
fi

apt ()
{
  $as_root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a apt-get -qq \
    -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 -o Acquire::http::Timeout=60 -o Dpkg::Use-Pty=0 \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
}

log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "Installing$lacking"
# A source that does not answer matters only if it keeps a package from us, which the install then says.
apt update </dev/null >"$log" 2>&1 || true
if ! apt install -y --no-install-recommends $lacking </dev/null >>"$log" 2>&1
then
  tail -n 40 "$log" >&2
  echo 'The packages could not be installed.' >&2
  exit 1
fi
