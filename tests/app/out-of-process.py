"""out-of-process.py PROGRAM: uses the real program as a person with a screen reader does.

Opens the window on an experiment, presses Run by its accessible name, waits until the words beside the timeline count steps, pauses, exports
the figure as SVG, closes without saving. Nothing may be said on standard error.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

# Warnings are fatal for the program, not for the library that listens to it.
ENVIRONMENT = dict(os.environ)
os.environ.pop('G_DEBUG', None)

import gi  # noqa: E402

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

PATIENCE = 60   # seconds for anything to happen
# Long enough not to be over while it is looked at.
LONG = {'format': 'backflow-experiment', 'version': 1, 'configurations': [
    {'name': activation, 'task': {'type': 'digits'}, 'layers': [{'type': 'dense', 'units': 64, 'repeat': 20,
                                                                  'activation': activation}],
     'training': {'steps': 20000}} for activation in ('sigmoid', 'relu')]}
BUS_NAME = 'org.backflow.Backflow'
OBJECT_PATH = '/org/backflow/Backflow'


def wait(what, look):
    """The first true answer of look(), which is asked again and again."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            found = look()
        except GLib.Error:     # what was looked at is gone
            found = None
        if found:
            return found
        time.sleep(0.05)
    raise TimeoutError(what)


def walk(accessible):
    """All accessibles under this one, itself first."""
    yield accessible
    for index in range(accessible.get_child_count()):
        child = accessible.get_child_at_index(index)
        if child is not None:
            yield from walk(child)


def applications():
    desktop = Atspi.get_desktop(0)
    desktop.set_cache_mask(Atspi.Cache.NONE)    # what is kept of a program that is just starting is wrong for good
    for index in range(desktop.get_child_count()):
        application = desktop.get_child_at_index(index)
        if application is not None and application.get_name() == 'backflow':
            application.set_cache_mask(Atspi.Cache.NONE)    # nor is a name that has changed always heard of
            yield application


def everything():
    for application in applications():
        yield from walk(application)


def find(role, name):
    """All that have this role and a name that matches the pattern. Some things are there twice, for wide windows and for
    narrow ones, and only what is shown is kept up to date."""
    return [accessible for accessible in everything()
            if accessible.get_role() == role and re.fullmatch(name, accessible.get_name() or '')]


def each(accessibles, look):
    """look() at each; what is gone in the meantime is left out."""
    for accessible in accessibles:
        try:
            yield look(accessible)
        except GLib.Error:
            continue


def named(accessibles, name):
    return [accessible for accessible in accessibles
            if any(each([accessible], lambda one: re.fullmatch(name, one.get_name())
                        and one.get_state_set().contains(Atspi.StateType.SENSITIVE)))]


def press(buttons, name, done, seconds=5):
    """Presses what has, or is about to have, this name until it is done. Of what is there twice only what is shown answers,
    and which that is cannot be asked: each is tried in turn."""
    def tried():
        for button in named(buttons, name):
            if not button.get_action_iface().do_action(0):
                raise RuntimeError(f'{name} was not pressed')
            deadline = time.monotonic() + seconds
            while time.monotonic() < deadline:
                if done():
                    return True
                time.sleep(0.05)
        return False
    wait(f'{name} to be pressed', tried)


def step_in(labels):
    words = each(labels, lambda label: re.fullmatch(r'Step (\d+) of 20000', label.get_name()))
    return max((int(word.group(1)) for word in words if word), default=0)


def activate(path, action, parameters):
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    bus.call_sync(BUS_NAME, path, 'org.gtk.Actions', 'Activate',
                  GLib.Variant('(sava{sv})', (action, parameters, {})), None, Gio.DBusCallFlags.NONE, -1)


def check_names():
    """Every button, toggle and picture says what it is."""
    roles = {Atspi.Role.PUSH_BUTTON, Atspi.Role.TOGGLE_BUTTON, Atspi.Role.IMAGE, Atspi.Role.SLIDER, Atspi.Role.SPIN_BUTTON,
             Atspi.Role.COMBO_BOX}
    nameless = [accessible.get_role_name() for accessible in everything()
                if accessible.get_role() in roles and not accessible.get_name()
                and accessible.get_state_set().contains(Atspi.StateType.FOCUSABLE)]
    if nameless:
        raise RuntimeError(f'without a name: {nameless}')


def show_state():
    """For whoever reads why it failed: what the window says."""
    said = {f'{one.get_role_name()} {one.get_name()!r}' for one in everything() if one.get_name()}
    print('\n'.join(f'# {line}' for line in sorted(said)))


def go_through(process, folder):
    wait('window', lambda: find(Atspi.Role.LABEL, 'Not trained yet'))
    yield 'the window opens'
    check_names()
    yield 'everything has a name'
    run = find(Atspi.Role.PUSH_BUTTON, 'Run')
    labels = find(Atspi.Role.LABEL, 'Not trained yet')
    press(run, 'Run', lambda: step_in(labels))
    first = step_in(labels)
    wait('steps', lambda: step_in(labels) > first)
    yield 'Run trains'
    press(run, 'Pause', lambda: all(each(run, lambda button: button.get_name() == 'Run')))
    yield 'Pause pauses'

    picture = pathlib.Path(folder) / 'figure.svg'
    activate(OBJECT_PATH + '/window/1', 'export-to', [GLib.Variant('s', str(picture))])
    wait('picture', picture.is_file)
    text = picture.read_text(encoding='utf-8')
    if '<svg' not in text or not text.rstrip().endswith('</svg>'):
        raise RuntimeError('the picture is no SVG')
    yield 'the figure is exported'

    activate(OBJECT_PATH, 'quit', [])
    twice = 'Discard( Discard)?'    # GTK 4.8 says the names of buttons with mnemonics twice
    answers = wait('question', lambda: find(Atspi.Role.PUSH_BUTTON, twice))
    press(answers, twice, lambda: process.poll() is not None)
    if process.wait(PATIENCE) != 0:
        raise RuntimeError(f'exit status {process.returncode}')
    yield 'it asks once and quits'


def main():
    print('TAP version 13')
    count = 0
    Atspi.get_desktop(0)    # starts the accessibility bus: a program that comes while it starts is never seen
    with tempfile.TemporaryDirectory() as folder, open(f'{folder}/stderr', 'w+', encoding='utf-8') as errors:
        experiment = pathlib.Path(folder) / 'long.backflow'
        experiment.write_text(json.dumps(LONG), encoding='utf-8')
        process = subprocess.Popen([sys.argv[1], experiment], env=ENVIRONMENT, stderr=errors,
                                   stdout=subprocess.DEVNULL)
        try:
            for what in go_through(process, folder):
                count += 1
                print(f'ok {count} - {what}', flush=True)
        finally:
            if process.poll() is None:
                show_state()
                process.kill()
                process.wait()
            errors.seek(0)
            said = errors.read()
            count += 1
            print('\n'.join('# ' + line for line in said.splitlines()))
            print(f'{"not " if said else ""}ok {count} - nothing is said on standard error', flush=True)
    print(f'1..{count}')


main()
