"""summary.py TESTLOG.json: counts the cases of a `meson test` run, shows the output of what failed.

A TAP test counts each of its points, any other test counts once. A test that failed without a failed
point (it crashed, or timed out) counts as one failure more.
"""

import json
import re
import sys

SKIPPED_WHOLE = re.compile(r'^1\.\.0\s*#\s*skip\w*\s*(.*)', re.IGNORECASE)
POINT = re.compile(r'^(not )?ok\b[^#]*(#\s*(skip|todo)\b)?', re.IGNORECASE)
SHOWN_LINES = 120


def count(test):
    """Passed, failed and skipped cases of one test."""
    passed = failed = skipped = 0
    for line in test.get('stdout', '').splitlines():
        point = POINT.match(line)
        if not point:
            continue
        if point.group(3):
            skipped += 1
        elif point.group(1):
            failed += 1
        else:
            passed += 1
    result = test['result']
    if result in ('OK', 'EXPECTEDFAIL'):
        return passed + (passed + skipped == 0), 0, skipped
    if result == 'SKIP':
        return passed, 0, max(skipped, 1)
    return passed, max(failed, 1), skipped


def why_skipped(test):
    """The reason of a test that was skipped as a whole, or None."""
    for line in test.get('stdout', '').splitlines():
        plan = SKIPPED_WHOLE.match(line)
        if plan:
            return plan.group(1)
    return None


def main():
    try:
        with open(sys.argv[1], encoding='utf-8') as log:
            tests = [json.loads(line) for line in log]
    except OSError:
        tests = []
    totals = [0, 0, 0]
    for test in tests:
        counts = count(test)
        totals = [total + n for total, n in zip(totals, counts)]
        if why_skipped(test):
            print(f"Skipped: {why_skipped(test)}")
        if counts[1]:
            print(f"\n==== {test['name']}: {test['result']} after {test['duration']:.1f} s "
                  f"(exit status {test['returncode']})")
            output = (test.get('stdout') or '') + (test.get('stderr') or '')
            lines = [line for line in output.splitlines() if not line.startswith('ok ')]
            print('\n'.join(lines[-SHOWN_LINES:]))
    if not tests:
        print('No test ran.')
        totals[1] = 1
    passed, failed, skipped = totals
    print(f'\n{passed} passed, {failed} failed' + (f', {skipped} skipped' if skipped else ''))
    return 1 if failed else 0


sys.exit(main())
