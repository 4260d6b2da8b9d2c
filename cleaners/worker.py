"""What runs inside a worker process of the pool: one page at a time, under limits."""

import ctypes
import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path

from cleaners.article import Article
from cleaners.clean import Cleaned, Cleaner, Judged
from cleaners.decode import decode
from cleaners.errors import CleanError
from cleaners.inputs.source import Source
from cleaners.learning import ProfileBuilder
from cleaners.options import CleanOptions
from cleaners.page import Page
from cleaners.profile import SiteProfile
from cleaners.render import render

try:
    import resource
except ImportError:  # Windows: the time limit alone
    resource = None  # type: ignore[assignment]

OUT_OF_MEMORY = 77  # exit code of a worker that reached its limit
OUT_OF_TIME = -getattr(signal, "SIGPROF", 256)  # exit code of one whose page used up its processor time
PARENT_CHECK = 1.0  # seconds
NICENESS = 5  # the parent goes first: it feeds all workers, and in a crawl it is the event loop
TRIMMED = 100  # pages between two times that freed memory is handed back
GARBAGE = 20_000  # objects between two looks for cycles: a page makes thousands of objects, and hardly a cycle


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one page, small enough to travel between processes.

    article: None where the page failed. document: the article in the format asked for, "" without a text.
    kept, removed, learned: only if asked for; blocks come without their place in the tree. empty_reason: why there is
    no text. dated_by: what told the day of publication. also: what `Report.also` made of the article. error: why the
    page failed; "" for every other page.
    """

    name: str
    place: str = ""
    article: Article | None = None
    document: str = ""
    kept: tuple[Judged, ...] = ()
    removed: tuple[Judged, ...] = ()
    learned: ProfileBuilder | None = None
    empty_reason: str = ""
    dated_by: str = ""
    also: object = None
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What comes back of a page beside its article.

    form: a format of `cleaners.render`, to render each article while its page is at hand. judged: the blocks with
    their reasons. learn: what the page teaches about its site. also: called with each article that has a text; a
    function of a module, as it travels to the workers.
    """

    form: str | None = None
    judged: bool = False
    learn: bool = False
    also: Callable[[Article], object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What a worker process is to know. memory_mb: that it may have beyond what it starts with."""

    memory_mb: int
    profiles: Mapping[str, SiteProfile] | None = None
    options: CleanOptions = field(default_factory=CleanOptions)
    report: Report = field(default_factory=Report)


class Worker:
    """One process's cleaner, made once."""

    def __init__(self, setup: Setup) -> None:
        self._options = setup.options
        self._report = setup.report
        self._cleaner = Cleaner(setup.profiles, options=self._options)
        self._pages = 0

    def __call__(self, source: Source) -> Outcome:
        """Clean a page; whatever goes wrong with it becomes its `error`."""
        self._pages += 1
        if self._pages % TRIMMED == 0:
            hand_back()
        try:
            return self._clean(source)
        except CleanError as error:
            reason = str(error)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)  # what is left of the heap is not to be trusted with the next page
        except RecursionError:
            reason = "nested too deeply"
        except Exception as error:  # noqa: BLE001 - the one boundary: a page never takes its neighbours with it
            reason = f"fault in the cleaner: {type(error).__name__}: {error}"
        return Outcome(name=source.name, place=source.place, error=reason)

    def _clean(self, source: Source) -> Outcome:
        page = self._page(source)
        cleaned = self._cleaner(page)
        text = cleaned.article.text
        return Outcome(
            name=source.name,
            place=source.place,
            article=cleaned.article,
            document=render(cleaned, self._report.form) if self._report.form and text else "",
            kept=_portable(cleaned.kept) if self._report.judged else (),
            removed=_portable(cleaned.removed) if self._report.judged else (),
            learned=_lesson(page, cleaned) if self._report.learn else None,
            empty_reason=cleaned.empty_reason,
            dated_by=cleaned.dated_by,
            also=self._report.also(cleaned.article) if self._report.also and text else None,
        )

    def _page(self, source: Source) -> Page:
        if source.kind == "text":
            return Page.from_text(decode(source.data, source.charset), url=source.url, options=self._options)
        return Page.parse(source.data, url=source.url, charset=source.charset, options=self._options)


def serve(pipe: Connection, setup: Setup) -> None:
    """Be a worker process: say that it is ready, then answer each page and its seconds, until None comes."""
    _leave_signals_to_parent()
    limit_process(setup.memory_mb)
    clean = Worker(setup)
    spare_collector()
    try:
        pipe.send(True)  # noqa: FBT003 - that it is ready
        while page := pipe.recv():
            source, seconds = page
            with cpu_limit(seconds):
                outcome = clean(source)
            pipe.send(outcome)
    except (EOFError, ConnectionError):
        return
    except MemoryError:  # with the page on its way in or out
        os._exit(OUT_OF_MEMORY)


def _leave_signals_to_parent() -> None:
    """Ctrl-C is for the parent alone; a fork has its handlers, and would wake its event loop with every signal."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _lesson(page: Page, cleaned: Cleaned) -> ProfileBuilder:
    builder = ProfileBuilder(page.host)
    builder.add(page, cleaned)
    return builder


def _portable(judged: tuple[Judged, ...]) -> tuple[Judged, ...]:
    """Without the tree, which cannot leave its process."""
    return tuple(each._replace(block=replace(each.block, box=None)) for each in judged)


def limit_process(memory_mb: int) -> None:
    """Bound this process's memory, let its parent go first, silence it, and end it when its parent is gone."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):  # buffers that came over with a fork must not be written twice
        os.dup2(null, stream)
    threading.Thread(target=_leave_with_parent, args=(os.getppid(),), daemon=True).start()
    if resource is None:
        return
    bound = _address_space() + memory_mb * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (bound, resource.getrlimit(resource.RLIMIT_AS)[1]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def spare_collector() -> None:
    """Look for cycles less often, and never again among what is there by now; for a process with one job to its end."""
    gc.freeze()
    gc.set_threshold(GARBAGE)


def hand_back() -> None:
    """Give the system the memory that was freed; glibc keeps it in pieces among what stays, and asks for more."""
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        trim(0)


@contextmanager
def cpu_limit(seconds: float) -> Iterator[None]:
    """End this process where the block takes longer, by its own clock: a busy machine costs no page its time.

    The signal ends a process even within a library. Windows has no such clock; there the time that passes counts.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _address_space() -> int:
    """Bytes that the process has mapped already; modules and thread stacks, most of it."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        return 1_000_000_000
    return pages * os.sysconf("SC_PAGE_SIZE")


def _leave_with_parent(parent: int) -> None:
    """A parent that was killed can tell nobody."""
    while os.getppid() == parent:
        time.sleep(PARENT_CHECK)
    os._exit(0)
