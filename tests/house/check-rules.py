"""Rules of the house that a look at the files can check: who may use what, what the top level holds, sizes, spelling."""

import fnmatch
import re

import tap
import tree

# (what must hold, pattern, files looked at, files where it may occur). Files are shell patterns; the line is without
# its comments.
LINES = [
    ('the engine prints nothing', r'\b(printf|fprintf|puts|g_print|g_printerr)\s*\(|<stdio\.h>', 'src/engine/*', ''),
    ('the engine ends nothing', r'\b(exit|_exit|abort)\s*\(', 'src/engine/*', ''),
    ('the engine knows no objects, files or main loop', r'<(gio/|glib-object\.h|glib/gstdio\.h)|\bg_(idle|timeout)_add',
     'src/engine/*', ''),
    ('cblas.h is included in one file', r'<cblas\.h>', 'src/*', 'src/engine/blas-real.c'),
    ('threads belong to the trainer', r'\b(GThread|g_thread_new|g_thread_try_new|g_task_run_in_thread|GThreadPool'
     r'|g_thread_pool_new)\b|<pthread\.h>', 'src/*', 'src/trainer/*'),
    ('random numbers come from streams, never from hidden state',
     r'\b(s?rand|s?random|[dels]rand48|g_rand_\w+|g_random_\w+)\s*\(|\bGRand\b', 'src/*', ''),
    ('JSON is read and written by the experiment', r'<json-glib/', 'src/*', 'src/experiment/*'),
    ('CSV is read by the dataset', r'<csv\.h>', 'src/*', 'src/dataset/*'),
    ('GTK belongs to the window', r'<(gtk|gdk|gsk|adwaita)[/.]', 'src/*', 'src/app/*'),
    ('text is shaped in one file', r'<pango/', 'src/*', 'src/plot/text.c'),
    ('Cairo is drawn with by plot, figure and window', r'<cairo', 'src/*', 'src/plot/* src/figure/* src/app/*'),
    ('coordinates reach Cairo through one file', r'\bcairo_((rel_)?(move|line|curve)_to|arc|arc_negative|rectangle'
     r'|translate|scale|mask_surface|set_source_surface|set_matrix|transform)\s*\(', 'src/plot/* src/figure/*',
     'src/plot/path.c'),
    ('plot knows no object, file or setting', r'<(gio/|glib-object\.h)', 'src/plot/*', ''),
    ('an include names the folder', r'#\s*include\s+"(?!config\.h")[^"/]+"', 'src/*.[ch]', ''),
    ('no include climbs', r'#\s*include\s+"[^"]*\.\./', 'src/*.[ch] tests/*.[ch]', ''),
    ('numbers of files are read without the locale', r'\b(atof|strtod|strtof|scanf|sscanf|fscanf|setlocale)\s*\(',
     'src/*', 'src/app/main.c src/cli/*'),
]

# Longer than 500 lines, each with its reason.
LONG = {
    'tests/app/test-session.c': 'one session, from its example to its seeds',
    'tests/figure/test-samples.c': 'all samples in one table',
}

TOP_LEVEL = {'meson.build', 'meson_options.txt', 'README.md', 'LICENSE', 'src', 'ui', 'data', 'po', 'tests'}
CODE = 'src/*.[ch] tests/*.[ch]'
MACHINE = r'/(work|root|tmp/w|tmp/[a-z]*studio)/|/home/[a-z]+/|\.librar' r'y\b'
LEFT_OVER = r'\b(TO' r'DO|FIX' r'ME|XX' r'X|HA' r'CK)\b'


def matching(patterns):
    """The project's files that match one of the patterns ('*' crosses folders)."""
    patterns = patterns.split()
    return [name for name in tree.files() if any(fnmatch.fnmatch(name, pattern) for pattern in patterns)]


def without_comments(text):
    """C source with its comments blanked; lines stay where they are."""
    def blank(match):
        return match.group(0) if match.group(0)[0] in '"\'' else re.sub(r'[^\n]', ' ', match.group(0))
    return re.sub(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|/\*.*?\*/|//[^\n]*', blank, text, flags=re.DOTALL)


def lines(patterns, pattern, code_only=False):
    """'file:line: text' of each line of the files that holds the pattern."""
    for name in matching(patterns):
        text = tree.text(name)
        if text is None or not re.search(pattern, text):
            continue
        shown = without_comments(text) if code_only and name.endswith(('.c', '.h')) else text
        for number, line in enumerate(shown.splitlines(), 1):
            if re.search(pattern, line):
                yield f'{name}:{number}: {line.strip()}'


def check_lines():
    for rule, pattern, looked_at, allowed in LINES:
        allowed_files = set(matching(allowed))
        tap.none((found for found in lines(looked_at, pattern, code_only=True)
                  if found.split(':')[0] not in allowed_files), rule)


def check_libraries():
    """A library of numbers is reached through one file each."""
    for header in ('cblas.h', 'lapacke.h', 'Random123/philox.h'):
        users = {found.split(':')[0] for found in lines('src/*', f'<{re.escape(header)}>', code_only=True)}
        tap.point(len(users) <= 1, f'{header} is included in one file', *sorted(users))


def check_sizes():
    sizes = {name: tree.text(name).count('\n') for name in matching(CODE + ' *.py *.sh')}
    tap.none((f'{name}: {size} lines' for name, size in sizes.items() if size > 500 and name not in LONG),
             'no file over 500 lines without a reason')
    tap.none((f'{name}: {sizes.get(name, 0)} lines' for name in LONG if sizes.get(name, 0) <= 500),
             'no reason given without need')
    tap.none((f'{name}:{number}: {len(line)} columns' for name in matching('src/*.[ch]')
              for number, line in enumerate(tree.text(name).splitlines(), 1) if len(line) > 120),
             'no line over 120 columns')
    tap.none((f'{name}:{start}: {length} lines' for name in matching(CODE)
              for start, length in functions(tree.text(name)) if length > 80), 'no function over 80 lines')


def functions(text):
    """(line, length) of each function: from a brace at the first column to the closing one."""
    start = None
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith('{'):
            start = number
        elif line.startswith('}') and start:
            yield start, number - start - 1
            start = None


def check_order():
    tap.none(sorted({name.split('/')[0] for name in tree.files()} - TOP_LEVEL
                    - {name.split('/')[0] for name in tree.files() if name.startswith('.')}),
             'the top level holds what the design lists')
    tap.none((name for name in matching('ui/*.ui')
              if not (tree.TOP / 'src/app' / name[len('ui/'):]).with_suffix('.c').is_file()),
             'every ui/X.ui has its src/app/X.c')
    tap.none((name for name in matching('src/*.h') if not re.search(r'#pragma once|\bBF_REAL_BITS\b|\bX \(', tree.text(name))),
             'every header is included once, but for what is written for both precisions')


def check_spelling():
    tap.none(lines('*', LEFT_OVER), 'nothing is left over')
    tap.none(lines('*', MACHINE), 'no path of a build machine')
    tap.none(lines(f'{CODE} *.py *.sh *.ui *.build *.md', r'[ \t]+$|^ *\t'), 'no tabs, nothing at the end of a line')
    tap.none((name for name in matching(f'{CODE} *.py *.sh *.ui *.build *.md')
              if tree.text(name) and not tree.text(name).endswith('\n')), 'files end with a newline')


check_lines()
check_libraries()
check_sizes()
check_order()
check_spelling()
tap.done()
