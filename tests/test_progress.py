"""Progress: a bar for people who wait, and not a character for anything else."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios

SLOW = """
import time
from sahelkit import progress
progress.DELAY = {delay}
for n in progress.progress(iter(range(4)), total=4, unit="articles", label="coding"):
    time.sleep(0.1)
"""


def error_of(code, *, terminal, **settings):
    """What a Python process writes to its standard error, a terminal or a pipe."""
    # tests/conftest.py turns bars off.
    env = {name: value for name, value in os.environ.items() if not name.startswith("TQDM_")} | settings
    if not terminal:
        return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=env).stderr.decode()
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))  # a new one has no columns
    process = subprocess.Popen([sys.executable, "-c", code], stderr=theirs, env=env)
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 4096):
            shown += part
    except OSError:  # Linux ends a terminal so once nobody writes to it
        pass
    os.close(ours)
    assert process.wait() == 0
    return shown.decode()


def test_a_bar_is_shown_in_a_terminal_once_the_delay_is_over():
    shown = error_of(SLOW.format(delay=0.15), terminal=True)
    assert "coding" in shown and "/4" in shown and "articles" in shown


def test_what_is_done_before_the_delay_shows_nothing():
    assert error_of(SLOW.format(delay=2), terminal=True).strip() == ""


def test_the_environment_can_turn_bars_off():
    assert error_of(SLOW.format(delay=0), terminal=True, TQDM_DISABLE="1") == ""


def test_nothing_goes_to_a_pipe():
    assert error_of(SLOW.format(delay=0), terminal=False) == ""
