#!/bin/sh
# with-display.sh COMMAND [ARG...]: runs COMMAND on a virtual display of its own (1440x900; SCREEN for another), with a
# session bus, accessibility bus and XDG folders of its own, so that a window looks and acts the same on every run.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for name in home run config data cache
do
  mkdir -m 700 "$folder/$name"
done
env -u DBUS_SESSION_BUS_ADDRESS -u WAYLAND_DISPLAY -u XAUTHORITY \
  HOME="$folder/home" XDG_RUNTIME_DIR="$folder/run" XDG_CONFIG_HOME="$folder/config" \
  XDG_DATA_HOME="$folder/data" XDG_CACHE_HOME="$folder/cache" \
  GDK_BACKEND=x11 GDK_DEBUG=gl-disable GSK_RENDERER=cairo GSETTINGS_BACKEND="${GSETTINGS_BACKEND:-memory}" \
  GIO_USE_VFS=local LC_ALL="${LC_ALL:-C.UTF-8}" \
  xvfb-run -a -s "-screen 0 ${SCREEN:-1440x900}x24 -nolisten tcp" \
  dbus-run-session -- sh -c '"$@" >&9 9>&-' sh "$@" 9>&1 >&2   # what services print is not the test's output
