#!/bin/sh
# build.sh FOLDER [MESON-OPTION...]: configures the build folder (below the top folder) once and compiles there.
# Prints little unless something fails. `meson install` then goes to FOLDER/installed and needs no rights.
set -eu
cd "$(dirname "$0")/../.."
folder=$1
shift
mkdir -p "$folder"
log=$folder/build.log

quietly () # COMMAND...: shows what it printed only where it fails
{
  if ! "$@" </dev/null >"$log" 2>&1
  then
    tail -n 100 "$log" >&2
    exit 1
  fi
  rm -f "$log"
}

prefix=$PWD/$folder/installed
if [ ! -e "$folder/build.ninja" ]
then
  echo "Configuring $folder"
  quietly meson setup --prefix "$prefix" "$@" "$folder"
elif [ "$(meson introspect "$folder" --buildoptions |
          python3 -c 'import json, sys; print (*[o["value"] for o in json.load (sys.stdin) if o["name"] == "prefix"])')" \
       != "$prefix" ]
then
  quietly meson configure --prefix "$prefix" "$folder"
fi
echo "Compiling in $folder"
quietly ninja -C "$folder"
