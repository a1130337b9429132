"""check-documents.py BUILD-FOLDER: what README.md and data/experiment-format.md say is so.

Links lead somewhere, every JSON example runs, every command line is understood, every key and column is told, and the
lines that add an activation do.
"""

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

README = 'README.md'
FORMAT = 'data/experiment-format.md'


def backflow(build, arguments, folder):
    """(status, output) of the program run in the folder."""
    done = subprocess.run([build / 'src/app/backflow', *arguments], cwd=folder, text=True, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.returncode, done.stdout


def blocks(name, language):
    """The fenced blocks of a document in that language."""
    return re.findall(rf'^```{language}\n(.*?)^```', tree.text(name), re.MULTILINE | re.DOTALL)


def check_links(name):
    targets = re.findall(r'\]\(((?!https?:)[^)#]+)\)', tree.text(name))
    folder = (tree.TOP / name).parent
    tap.none((target for target in targets if not (folder / target).exists()), f'{name}: links lead somewhere')


def check_examples(build, name, folder):
    for number, text in enumerate(blocks(name, 'json'), 1):
        (folder / 'example.backflow').write_text(text, encoding='utf-8')
        arguments = ['run', 'example.backflow', '--steps', '1', '--output', 'example', '--quiet']
        tap.point(backflow(build, arguments, folder) == (0, ''), f'{name}: example {number} runs')


def check_commands(build, folder):
    commands = [shlex.split(line, comments=True) for block in blocks(README, 'sh') for line in block.splitlines()]
    for command in filter(None, commands):
        if command[0] == 'sh':
            tap.point((tree.TOP / command[1]).is_file(), f"{README}: {' '.join(command)}")
        elif command[0] == 'backflow':
            arguments = [str(tree.TOP / word) if word.startswith('data/') else word for word in command[1:]]
            if '--steps' in arguments:
                arguments[arguments.index('--steps') + 1] = '1'
            status, said = backflow(build, arguments, folder)
            tap.point(status == 0, f"{README}: {' '.join(command)}", said)
    for table in sorted(set(re.findall(r'`backflow list ([\w-]+)`', tree.text(README) + tree.text(FORMAT)))):
        status, said = backflow(build, ['list', table], folder)
        tap.point(status == 0 and said, f'backflow list {table}', said)


def check_keys():
    keys = re.findall(r'^  \{ \{ "(\w+)", N_', tree.text('src/experiment/field.c'), re.MULTILINE)
    keys += re.findall(r'^  \{ \{ "(\w+)", N_[^\n]*\n[^\n]*BF_TASK_KEY', tree.text('src/dataset/task.c'), re.MULTILINE)
    keys.remove('activation_parameter')    # in files under the name each activation gives it
    keys += re.findall(r'parameter_id = "(\w+)"', tree.text('src/engine/activation.c'))
    told = set(re.findall(r'`(\w+)`', tree.text(FORMAT)))
    tap.none(sorted(set(keys) - told), f'{FORMAT} tells every key')
    tap.point(len(keys) > 25, 'the keys were found', *keys)


def check_columns(folder):
    """Against what the first example wrote."""
    written = sorted((folder / 'example').iterdir())[0]
    for name in ('training.csv', 'layers.csv', 'timesteps.csv', 'budget.csv', 'histograms.csv', 'low-precision.csv'):
        told = re.search(rf'^\* `{name}`:(.*?)(\.$|\.\s)', tree.text(FORMAT), re.MULTILINE | re.DOTALL).group(1)
        columns = (written / name).read_text(encoding='utf-8').split('\n', 1)[0].split(',')
        tap.point(re.findall(r'`(\w+)`', told) == columns, f'{FORMAT} tells the columns of {name}', columns)


def check_activation(build, folder):
    """The two pieces README adds are added, and the file is compiled as it always is."""
    functions, row = blocks(README, 'c')
    (folder / 'engine').mkdir()
    scalar, table = 'engine/activation-scalar.h', 'engine/activation.c'
    text = tree.text(f'src/{table}')
    end = text.index('\n};', text.index('rows[] = {'))
    (folder / scalar).write_text(tree.text(f'src/{scalar}') + functions, encoding='utf-8')
    (folder / table).write_text(text[:end + 1] + row + text[end + 1:], encoding='utf-8')

    commands = json.loads((build / 'compile_commands.json').read_text(encoding='utf-8'))
    entry = next(entry for entry in commands if entry['file'].endswith(f'src/{table}'))
    arguments = shlex.split(entry['command'])
    options = next(i for i, argument in enumerate(arguments) if argument.startswith('-'))   # after "ccache cc"
    arguments = [*arguments[:options], f'-I{folder}', *arguments[options:arguments.index('-MD')], '-Werror',
                 '-fsyntax-only']
    done = subprocess.run([*arguments, folder / table], cwd=entry['directory'], text=True, capture_output=True,
                          env={**os.environ, 'LC_ALL': 'C'}, check=False)
    tap.point(done.returncode == 0, f'{README}: the new activation compiles', done.stderr)


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name).resolve()
        for document in (README, FORMAT):
            check_links(document)
            check_examples(build, document, folder)
        check_keys()
        check_columns(folder)
        check_commands(build, folder)
        check_activation(build, folder)
    tap.done()


main()
