"""Everything a person reads can be translated, and every translation is whole."""

import os
import pathlib
import re
import subprocess
import tempfile

import tap
import tree

# As meson's gettext preset 'glib' calls xgettext.
XGETTEXT = ['xgettext', '--from-code=UTF-8', '--add-comments', '--keyword=_', '--keyword=N_', '--keyword=C_:1c,2',
            '--keyword=NC_:1c,2', '--keyword=g_dcgettext:2', '--keyword=g_dngettext:2,3', '--keyword=g_dpgettext2:2c,3',
            '--flag=N_:1:pass-c-format', '--flag=C_:2:pass-c-format', '--flag=NC_:2:pass-c-format',
            '--flag=g_dngettext:2:pass-c-format', '--flag=g_strdup_printf:1:c-format',
            '--flag=g_string_printf:2:c-format', '--flag=g_string_append_printf:2:c-format',
            '--flag=g_error_new:3:c-format', '--flag=g_set_error:4:c-format']

MARKED = {
    'c': r'\b(_|N_|C_|NC_|Q_|g?_?d?c?n?gettext|ngettext|g_dngettext|g_dpgettext2?) ?\(\s*(GETTEXT_PACKAGE,\s*)?"',
    'ui': r'translatable="(yes|true)"',
    'in': r'^(Name|Comment|Keywords|_?comment|\s*<(comment|summary|p|name)>)',
}


def marked():
    """The files with strings to be translated."""
    for name in tree.files():
        pattern = MARKED.get(name.rsplit('.', 1)[-1])
        if pattern and name.split('/')[0] in ('src', 'ui', 'data') and '.service' not in name:
            if re.search(pattern, tree.text(name) or '', re.MULTILINE):
                yield name


def run(command):
    done = subprocess.run(command, cwd=tree.TOP, text=True, capture_output=True, check=False,
                          env={**os.environ, 'LC_ALL': 'C.UTF-8'})
    return done.returncode == 0, done.stdout, done.stderr


def names(listing):
    """What a list of names holds, one a line, without remarks."""
    return [line for line in (tree.text(listing) or '').splitlines() if line and not line.startswith('#')]


def check_language(language, template):
    catalogue = f'po/{language}.po'
    worked, _, said = run(['msgfmt', '--check', '-o', os.devnull, catalogue])
    tap.point(worked, f'{catalogue} is correct', said)
    worked, merged, said = run(['msgmerge', '--quiet', catalogue, str(template), '-o', '-'])
    tap.point(worked, f'{catalogue} goes with the sources', said)
    with tempfile.NamedTemporaryFile('w', suffix='.po') as file:
        file.write(merged)
        file.flush()
        for state, option in (('untranslated', '--untranslated'), ('fuzzy', '--only-fuzzy')):
            _, left, _ = run(['msgattrib', '--no-obsolete', option, '--no-wrap', file.name])
            entries = left.strip().split('\n\n')[1:]    # the first is the header
            tap.none(entries, f'{catalogue}: nothing is {state}')


def main():
    listed = names('po/POTFILES')
    tap.none(sorted(set(marked()) - set(listed)), 'po/POTFILES lists every file with strings')
    tap.none([name for name in listed if not (tree.TOP / name).is_file()], 'po/POTFILES lists what is there')
    tap.point(listed == sorted(listed), 'po/POTFILES is sorted')
    with tempfile.TemporaryDirectory() as folder:
        template = pathlib.Path(folder) / 'backflow.pot'
        worked, _, said = run([*XGETTEXT, '--files-from=po/POTFILES', '-o', str(template)])
        tap.point(worked and not said, 'the strings are extracted', said)
        for language in names('po/LINGUAS'):
            check_language(language, template)
    tap.done()


main()
