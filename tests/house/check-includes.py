"""check-includes.py BUILD-FOLDER: compiles one-line files with each library's own compiler arguments.

What a folder may not include must not be found by its compiler; what it may include must compile.
"""

import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

import tap
import tree

# The folders each folder sees, itself included.
ENGINE = {'engine'}
DATASET = ENGINE | {'dataset'}
EXPERIMENT = DATASET | {'experiment'}
SEES = {
    'engine': ENGINE,
    'dataset': DATASET,
    'experiment': EXPERIMENT,
    'trainer': EXPERIMENT | {'trainer'},
    'plot': {'plot'},
    'figure': EXPERIMENT | {'plot', 'figure'},
    'cli': EXPERIMENT | {'trainer', 'plot', 'figure', 'cli'},
    'app': EXPERIMENT | {'trainer', 'plot', 'figure', 'cli', 'app'},
}

# Libraries a folder's compiler must not find (those of glib and of the system are always found: see check-rules.py).
GTK = {'gtk/gtk.h', 'adwaita.h', 'gdk/gdk.h'}
DRAWING = {'cairo.h', 'pango/pangocairo.h'}
JSON = {'json-glib/json-glib.h'}
MISSES = {
    'engine': GTK | DRAWING | JSON,
    'dataset': GTK | DRAWING | JSON,
    'experiment': GTK | DRAWING,
    'trainer': GTK | DRAWING | JSON,
    'plot': GTK | JSON,
    'figure': GTK | JSON,
    'cli': GTK | JSON,
    'app': set(),
}


def commands(build):
    """What is compiled: [(source relative to the top, directory, arguments)]"""
    found = []
    with open(build / 'compile_commands.json', encoding='utf-8') as database:
        for entry in json.load(database):
            source = (pathlib.Path(entry['directory']) / entry['file']).resolve()
            if source.is_relative_to(tree.TOP):
                found.append((str(source.relative_to(tree.TOP)), entry['directory'], bare(entry['command'])))
    return found


def variants_of(folder, found):
    """The distinct (directory, arguments) with which a folder's sources are compiled."""
    variants = []
    for source, directory, arguments in found:
        if source.startswith(f'src/{folder}/') and (directory, arguments) not in variants:
            variants.append((directory, arguments))
    return variants


def bare(command):
    """The arguments of a compile command but for its source, its output and the target's own scratch folder."""
    kept = []
    arguments = iter(shlex.split(command))
    for argument in arguments:
        if argument in ('-o', '-MF', '-MQ', '-c'):
            next(arguments)
        elif argument != '-MD' and not re.fullmatch(r'-I.*\.p', argument):
            kept.append(argument)
    return kept


def compiles(directory, arguments, include):
    """Whether a file with just this include compiles, and what the compiler said."""
    with tempfile.NamedTemporaryFile('w', suffix='.c', delete=False) as source:
        source.write(f'#include {include}\n')
    try:
        done = subprocess.run([*arguments, '-fsyntax-only', '-fdiagnostics-color=never', source.name], cwd=directory,
                              text=True, capture_output=True, env={**os.environ, 'LC_ALL': 'C'}, check=False)
    finally:
        os.unlink(source.name)
    return done.returncode == 0, done.stderr


def refused(directory, arguments, header):
    """None if the header is not found, else a complaint. Any other mistake in it would prove nothing."""
    worked, said = compiles(directory, arguments, header)
    missing = f'{header[1:-1]}: No such file' in said
    return None if missing and not worked else said or f'{header} was found.'


def accepted(variants, headers):
    """None if one of the headers compiles by itself (not all do: some are templates) with the arguments of one of the
    folder's targets, else a complaint."""
    said = 'There is no header.'
    for variant in variants:
        for header in headers:
            worked, said = compiles(*variant, header)
            if worked:
                return None
    return said


def headers(folder):
    """The headers of a folder as they are included."""
    return [f'"{name[len("src/"):]}"' for name in tree.files() if re.fullmatch(rf'src/{folder}/[^/]+\.h', name)]


def main():
    build = pathlib.Path(sys.argv[1])
    found = commands(build)
    sources = {source for source, _, _ in found}
    tap.none((name for name in tree.files() if re.match(r'(src|tests)/.*\.c$', name) and name not in sources
              and not name.startswith('tests/house/')), 'every source is compiled')

    checks = []    # (name, function, its arguments)
    for folder in SEES:
        variants = variants_of(folder, found)
        tap.point(variants, f'{folder} has sources')
        for other in sorted(SEES[folder]):
            checks.append((f'{folder} sees {other}', accepted, (variants, headers(other))))
        for number, variant in enumerate(variants, 1):
            suffix = f' (arguments {number})' if len(variants) > 1 else ''
            for other in sorted(SEES.keys() - SEES[folder]):
                checks.append((f'{folder} does not see {other}{suffix}', refused, (*variant, headers(other)[0])))
            for header in sorted(MISSES[folder]):
                checks.append((f'{folder} does not see {header}{suffix}', refused, (*variant, f'<{header}>')))

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for (name, _, _), complaint in zip(checks, pool.map(lambda check: check[1](*check[2]), checks)):
            tap.point(complaint is None, name, complaint)
    tap.done()


main()
