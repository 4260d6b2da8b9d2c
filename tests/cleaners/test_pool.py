"""Worker processes: a bad page costs itself and nothing else."""

import os
import signal
import subprocess
import sys
import time
from multiprocessing import active_children
from pathlib import Path

import pytest

from cleaners import worker
from cleaners.inputs import Refused, Source
from cleaners.pool import CleanPool
from cleaners.worker import Outcome, Report

TEXT = " ".join(["The new bridge over the river will open in spring, the mayor of the town said on Tuesday."] * 3)
PAGE = f"<html><head><title>Bridge</title></head><body><article><h1>Bridge</h1>{f'<p>{TEXT}</p>' * 4}</article></body>"

SECONDS = 60  # a bound, not a pace


def source(name: str, html: str = PAGE) -> Source:
    return Source(name=name, data=html.encode(), place=f"{name}.html")


class Trap(worker.Worker):
    """A worker that a page can harm in every way."""

    def _clean(self, source: Source) -> Outcome:
        if source.name == "wait":
            time.sleep(60)
        while source.name == "loop":
            pass
        if source.name == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if source.name == "eat":
            return Outcome(name=str(bytearray(10**10)))
        if source.name == "fail":
            raise LookupError("nothing there")
        return super()._clean(source)


@pytest.fixture
def trapped(monkeypatch):
    monkeypatch.setattr("cleaners.worker.Worker", Trap)
    monkeypatch.setattr("cleaners.pool.PATIENCE", 1)
    with CleanPool(2, seconds=6, memory_mb=500) as pool:
        yield pool


def test_outcomes_come_in_the_order_of_the_input(trapped):
    skipped = Refused(name="b", reason="a link", skipped=True)
    names = ["a", "wait", "c", "die", "d", "eat", "e", "fail", "f"]
    found = list(trapped.clean_all([source("first"), skipped, *map(source, names)]))
    assert found[1] == skipped
    outcomes = [each for each in found if isinstance(each, Outcome)]
    assert [each.name for each in outcomes] == ["first", *names]
    errors = {each.name: each.error for each in outcomes if each.error}
    assert errors == {
        "wait": "took longer than 6 seconds",
        "die": "the process that cleaned it died (exit code -9)",
        "eat": "needs more than 500 MB of memory",
        "fail": "fault in the cleaner: LookupError: nothing there",
    }
    assert all("The new bridge" in each.article.text for each in outcomes if each.article)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no clock of a process")
def test_a_page_is_judged_by_the_clock_of_the_processor(monkeypatch):
    monkeypatch.setattr("cleaners.worker.Worker", Trap)
    monkeypatch.setattr("cleaners.pool.PATIENCE", 100)
    with CleanPool(1, seconds=1) as pool:
        errors = [each.error for each in pool.clean_all([source("loop"), source("a")])]
    assert errors == ["took longer than 1 seconds of the processor", ""]


def test_few_pages_wait_at_once():
    drawn = 0

    def sources():
        nonlocal drawn
        for number in range(60):
            drawn += 1
            yield source(str(number))

    with CleanPool(1) as pool:
        outcomes = pool.clean_all(sources())
        next(outcomes)
        assert drawn < 10
        assert len(list(outcomes)) == 59


def test_what_a_report_brings():
    with CleanPool(1, report=Report(form="md", judged=True)) as pool:
        outcome = pool.submit(source("a")).result(timeout=30)
    assert outcome.place == "a.html"
    assert outcome.document.startswith("---\n")
    assert outcome.kept
    assert all(each.block.box is None for each in outcome.kept + outcome.removed)


def test_a_page_that_cannot_be_cleaned_says_why():
    with CleanPool(1) as pool:
        flat = pool.submit(Source(name="t", data=TEXT.encode(), kind="text")).result(timeout=30)
        empty = pool.submit(source("e", "<html><body></body></html>")).result(timeout=30)
    assert not flat.error
    assert empty.empty_reason
    assert empty.article


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("words", [1, 200_000])  # less and more than a pipe holds
def test_a_worker_that_is_killed_costs_none_of_the_pages_it_has_not_begun(words):
    """Stopped before it takes the first page."""
    pages = [Source(name=str(number), data=f"<p>{number} {'x ' * words}</p>".encode()) for number in range(4)]
    before = set(active_children())
    with CleanPool(1) as pool:
        pool.submit(Source(name="first", data=b"<p>Hello")).result()
        (child,) = set(active_children()) - before
        os.kill(child.pid, signal.SIGSTOP)
        outcomes = [pool.submit(page) for page in pages]
        os.kill(child.pid, signal.SIGKILL)
        found = [outcome.result(SECONDS) for outcome in outcomes]
    assert [(each.name, each.error) for each in found] == [(str(number), "") for number in range(4)]


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_workers_that_cannot_start_end_in_reasons(monkeypatch):
    monkeypatch.setattr("cleaners.worker.Worker", lambda *_: os._exit(1))
    with CleanPool(1) as pool:
        found = [pool.submit(Source(name=str(number), data=b"<p>Hello")).result(SECONDS) for number in range(2)]
    assert {each.error for each in found} == {"the process that should clean it died again and again"}


def test_a_pool_that_is_left_by_an_exception_leaves_what_waits():
    pool = CleanPool(1)
    pool.submit(source("first")).result(SECONDS)
    waiting = [pool.submit(source(str(number))) for number in range(200)]
    pool.__exit__(LookupError, LookupError(), None)
    assert "stopped before it was cleaned" in {outcome.result(0).error for outcome in waiting}
    with pytest.raises(RuntimeError, match="ended"):
        pool.submit(source("late"))


def test_a_page_that_nobody_waits_for_any_more_is_left():
    with CleanPool(1) as pool:
        outcomes = [pool.submit(source(str(number))) for number in range(20)]
        assert outcomes[-1].cancel()
    assert [outcome.result(0).error for outcome in outcomes[:-1]] == [""] * 19


def test_limits_that_let_no_page_through_are_refused():
    for wrong in ({"jobs": 0}, {"jobs": 1, "seconds": 0}, {"jobs": 1, "memory_mb": 0}):
        with pytest.raises(ValueError, match="positive"):
            CleanPool(**wrong)


def test_workers_leave_with_a_parent_that_was_killed():
    code = (
        "import os, signal, time\nfrom cleaners.pool import CleanPool\nfrom cleaners.inputs import Source\n"
        "pool = CleanPool(1)\npool.submit(Source(name='a', data=b'<p>x')).result()\n"
        "import multiprocessing\nprint(*[p.pid for p in multiprocessing.active_children()], flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, timeout=60, check=False)
    pids = [int(pid) for pid in done.stdout.split()]
    assert pids
    for _ in range(200):
        if not any(_state(pid) != "Z" for pid in pids):
            return
        time.sleep(0.05)
    pytest.fail("a worker outlived its parent")


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def test_a_worker_hands_freed_memory_back_now_and_then(monkeypatch):
    hand_back, times = worker.hand_back, []
    monkeypatch.setattr(worker, "TRIMMED", 2)
    monkeypatch.setattr(worker, "hand_back", lambda: times.append(hand_back()))
    clean = worker.Worker(worker.Setup(memory_mb=1))
    pages = [clean(source(str(number))) for number in range(5)]

    assert len(times) == 2
    assert all(page.article for page in pages)
