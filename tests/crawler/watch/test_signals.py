import signal
import subprocess
import sys

STUCK = """
import time
from crawler.watch import signals

signals.END_SECONDS = 0.2
heard = signals.Signals()
with heard.heard(lambda: print("gave up", heard.ending.is_set(), flush=True)):
    print("ready", flush=True)
    time.sleep(60)
"""
ORDERLY = """
from crawler.watch.signals import Signals

heard = Signals()
with heard.heard(lambda: print("gave up", flush=True)):
    for _ in range(2):
        print("ready", flush=True)
        heard.reload.wait(60)
        heard.reload.clear()
    print("ready", flush=True)
    heard.ending.wait(60)
print("ended")
"""


def told(script, *numbers):
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        try:
            for number in numbers:
                assert process.stdout.readline() == "ready\n"
                process.send_signal(number)
            return process.communicate(timeout=30)[0], process.returncode
        finally:
            process.kill()


def test_a_process_that_hangs_is_ended_all_the_same():
    assert told(STUCK, signal.SIGTERM) == ("gave up True\n", 0)


def test_a_process_ends_by_itself_when_it_can():
    assert told(ORDERLY, signal.SIGHUP, signal.SIGHUP, signal.SIGINT) == ("ended\n", 0)
