#!/bin/sh
# with-display.sh COMMAND [ARG...]: runs COMMAND on a virtual display of its own (1440x900; SCREEN for another), with a
# session bus, accessibility bus and XDG folders of its own, so that a window looks and acts the same on every run.
set -eu
folder=$(mktemp -d)
server=
trap 'status=$?; [ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$folder"; exit $status' EXIT
trap 'exit 143' TERM INT HUP
for name in home run config data cache
do
  mkdir -m 700 "$folder/$name"
done

# The server looks for a free number itself: several may start at once.
mkfifo "$folder/number"
Xvfb -displayfd 3 -screen 0 "${SCREEN:-1440x900}x24" -nolisten tcp -noreset 3>"$folder/number" 2>"$folder/server" &
server=$!
read -r number <"$folder/number" || { cat "$folder/server" >&2; exit 1; }

# What services print is not the command's output.
env -u DBUS_SESSION_BUS_ADDRESS -u WAYLAND_DISPLAY -u XAUTHORITY DISPLAY=":$number" \
  HOME="$folder/home" XDG_RUNTIME_DIR="$folder/run" XDG_CONFIG_HOME="$folder/config" \
  XDG_DATA_HOME="$folder/data" XDG_CACHE_HOME="$folder/cache" \
  GDK_BACKEND=x11 GDK_DEBUG=gl-disable GSK_RENDERER=cairo GSETTINGS_BACKEND="${GSETTINGS_BACKEND:-memory}" \
  GIO_USE_VFS=local LC_ALL="${LC_ALL:-C.UTF-8}" \
  dbus-run-session -- sh -c '"$@" >&9 9>&-' sh "$@" 9>&1 >&2
