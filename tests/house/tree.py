"""The files of the project: those git tracks, or all that is no build folder where there is no git."""

import pathlib
import subprocess

TOP = pathlib.Path(__file__).resolve().parents[2]


def _tracked():
    # New files count before they are added; what .gitignore names does not.
    git = ['git', '-c', 'safe.directory=*', '-C', str(TOP), 'ls-files', '-z',
           '--cached', '--others', '--exclude-standard']
    try:
        listed = subprocess.run(git, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    return [name.decode() for name in listed.split(b'\0') if name]


def _walked():
    for path in TOP.rglob('*'):
        name = path.relative_to(TOP)
        if path.is_file() and not name.parts[0].startswith(('.build', '_build', '.git/')):
            if name.parts[0] != '.git' and name.suffix not in ('.pot', '.pyc'):
                yield str(name)


def files():
    """Names relative to the top, sorted."""
    names = _tracked()
    if names is None:
        names = _walked()
    return sorted(name for name in set(names) if (TOP / name).is_file())


def text(name):
    """What a file holds; None where it is no text."""
    try:
        return (TOP / name).read_text(encoding='utf-8')
    except UnicodeDecodeError:
        return None
