"""Points of a TAP run: tap.point (holds, name, complaints...) for each, tap.done () at the end."""

import sys

SHOWN_LINES = 25    # of the complaints of one point

_count = 0
_failed = 0


def point(holds, name, *complaints):
    """One test case; the complaints are printed where it does not hold."""
    global _count, _failed
    _count += 1
    _failed += not holds
    print(f"{'ok' if holds else 'not ok'} {_count} {name}")
    if not holds:
        lines = [line for complaint in complaints for line in str(complaint).splitlines()]
        for line in lines[:SHOWN_LINES]:
            print(f'# {line}')
        if len(lines) > SHOWN_LINES:
            print(f'# ... and {len(lines) - SHOWN_LINES} lines more')
    sys.stdout.flush()


def none(found, name):
    """A test case that holds when nothing was found; what was found is the complaint."""
    found = list(found)
    point(not found, name, *found)


def done():
    """Prints the plan and ends."""
    print(f'1..{_count}')
    sys.exit(1 if _failed else 0)
