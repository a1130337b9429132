"""check-installed.py BUILD-FOLDER: installs into an empty folder and looks at what came there, as a desktop would."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import gi
gi.require_version('GdkPixbuf', '2.0')
from gi.repository import GdkPixbuf, GLib

import tap
import tree

ID = 'org.backflow.Backflow'
MIME = 'application/vnd.backflow.experiment+json'
ICONS = 'icons/hicolor'

EXPECTED = [
    'bin/backflow',
    f'share/applications/{ID}.desktop',
    f'share/metainfo/{ID}.metainfo.xml',
    f'share/mime/packages/{ID}.xml',
    f'share/dbus-1/services/{ID}.service',
    f'share/glib-2.0/schemas/{ID}.gschema.xml',
    f'share/{ICONS}/scalable/apps/{ID}.svg',
    f'share/{ICONS}/symbolic/apps/{ID}-symbolic.svg',
    f"share/{ICONS}/scalable/mimetypes/{MIME.replace('/', '-')}.svg",
    'share/locale/de/LC_MESSAGES/backflow.mo',
    'share/man/man1/backflow.1',
    'share/bash-completion/completions/backflow',
    'share/zsh/site-functions/_backflow',
    'share/fish/vendor_completions.d/backflow.fish',
    'share/backflow/experiment.schema.json',
    'share/backflow/examples/sigmoid-against-relu.backflow',
]

VALIDATORS = [
    ('the desktop entry is valid', ['desktop-file-validate', f'share/applications/{ID}.desktop']),
    ('the metainfo is valid', ['appstreamcli', 'validate', '--no-net', f'share/metainfo/{ID}.metainfo.xml']),
    ('the settings schema compiles', ['glib-compile-schemas', '--strict', '--dry-run', 'share/glib-2.0/schemas']),
    ('the MIME type is well formed', ['xmllint', '--noout', f'share/mime/packages/{ID}.xml']),
    ('the MIME database takes it', ['update-mime-database', 'share/mime']),
    ('the program runs without a display', ['bin/backflow', '--version']),
]


def run(command, top, **environment):
    """(worked, output) of a command run in the folder."""
    done = subprocess.run(command, cwd=top, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                          stdin=subprocess.DEVNULL, env={**os.environ, **environment})
    return done.returncode == 0, done.stdout


def install(build, destination):
    """Installs below the folder and returns where the prefix came to lie."""
    worked, said = run(['meson', 'install', '--no-rebuild', '--quiet', '--destdir', str(destination)], build)
    tap.point(worked, 'it installs', said)
    programs = list(destination.rglob('bin/backflow'))
    return programs[0].parents[1] if programs else destination


def check_type(top):
    """A file manager knows an experiment by its name, and by what it holds where the name says nothing."""
    experiment = '{ "format": "backflow-experiment", "version": 1, "configurations": [ ] }\n'
    environment = {'XDG_DATA_DIRS': f'{top}/share:/usr/share', 'XDG_DATA_HOME': f'{top}/home', 'LC_ALL': 'C.UTF-8'}
    for name in ('sample.backflow', 'sample'):
        (top / name).write_text(experiment, encoding='utf-8')
        _, said = run(['gio', 'info', '-a', 'standard::content-type', name], top, **environment)
        tap.point(MIME in said, f'{name} is recognised as an experiment', said)
    (top / 'other.json').write_text('{ "format": "another" }\n', encoding='utf-8')
    _, said = run(['gio', 'info', '-a', 'standard::content-type', 'other.json'], top, **environment)
    tap.point('application/json' in said, 'another JSON file is not', said)


def check_entry(top):
    entry = GLib.KeyFile()
    entry.load_from_file(str(top / f'share/applications/{ID}.desktop'), GLib.KeyFileFlags.KEEP_TRANSLATIONS)
    group = 'Desktop Entry'
    tap.point(MIME in entry.get_string_list(group, 'MimeType'), 'the desktop entry opens experiments')
    tap.point((top / f"share/{ICONS}/scalable/apps/{entry.get_string(group, 'Icon')}.svg").is_file(),
              'the icon it names is there')
    tap.point(shutil.which(entry.get_string(group, 'Exec').split()[0], path=str(top / 'bin')) is not None,
              'the program it names is there')
    comment = entry.get_string(group, 'Comment')
    tap.point(entry.get_locale_string(group, 'Comment', 'de') != comment, 'it speaks German')

    service = (top / f'share/dbus-1/services/{ID}.service').read_text(encoding='utf-8')
    program = re.search(r'^Exec=(\S+)', service, re.MULTILINE)
    tap.point(program and str(top).endswith(str(pathlib.Path(program.group(1)).parents[1])),
              'the D-Bus service starts the installed program', service)


def check_icons(top):
    for name in EXPECTED:
        if name.endswith('.svg'):
            for size in (16, 128):
                try:
                    picture = GdkPixbuf.Pixbuf.new_from_file_at_size(str(top / name), size, size)
                    seen = any(picture.get_pixels()[3::4])
                    tap.point(seen, f'{pathlib.Path(name).name} is drawn at {size} pixels', 'Nothing is seen.')
                except GLib.Error as error:
                    tap.point(False, f'{pathlib.Path(name).name} is drawn at {size} pixels', error)


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        top = install(build, pathlib.Path(folder).resolve())
        for name in EXPECTED:
            tap.point((top / name).is_file(), name)
        for name, command in VALIDATORS:
            worked, said = run(command, top)
            tap.point(worked, name, said)
        check_type(top)
        check_entry(top)
        check_icons(top)
    for name in tree.files():
        if name.endswith(('.ui', '.svg', '.gresource.xml')):
            worked, said = run(['xmllint', '--noout', name], tree.TOP)
            tap.point(worked, f'{name} is well formed', said)
    tap.done()


main()
