"""Ray as the engine: work goes to whatever node of a cluster has a processor free, and again where its node dies."""

import logging
import os
import socket
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, redirect_stdout
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, TypeVar

import ray
from ray.exceptions import ObjectLostError, RayActorError, RayError

from crawler.engines.blocks import Block
from crawler.engines.bulk import Lost
from crawler.engines.task import Task
from crawler.errors import UnavailableError, WirebrushError
from crawler.process import Plan, Result

T = TypeVar("T")

RETRIES = 3  # of work whose node died
OBJECTS = 100_000_000  # bytes of shared memory on a machine of our own; articles never pass through it
REACH_SECONDS = 10.0
CRAWLS = 4  # at a time on each processor: they wait for their hosts most of the time


@contextmanager
def joined(address: str | None, processors: int | None = None) -> Iterator[None]:
    """Be part of the cluster at an address, or at RAY_ADDRESS; without one, of a cluster of this machine alone.

    processors: that a cluster of this machine alone has; None for all. Such a cluster ends with the block.

    Raises UnavailableError where no cluster answers or none can be begun.
    """
    address = address or os.environ.get("RAY_ADDRESS")
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # Ray would tell its makers what runs here
    alone: dict[str, Any] = {"num_cpus": processors, "object_store_memory": OBJECTS, "include_dashboard": False}
    if address:
        _reach(address)
    with _Starting(f"no Ray cluster answers at {address}" if address else "Ray cannot be started here"):
        where = address or "local"  # without a word Ray joins whatever cluster somebody began here
        ray.init(where, logging_level=logging.ERROR, log_to_driver=False, **({} if address else alone))
    try:
        with redirect_stdout(sys.stderr):  # where Ray tells of nodes that died
            yield
    finally:
        ray.shutdown()


@dataclass(frozen=True, slots=True)
class _Starting(AbstractContextManager[None]):
    """Ray raises a bare Exception where a machine is too busy to start it in time."""

    what: str

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is Exception or isinstance(error, (OSError, ValueError, RuntimeError, RayError)):
            raise UnavailableError(f"{self.what}: {error}") from error


def _reach(address: str) -> None:
    """Ray itself would try for minutes. Raises UnavailableError where nobody listens."""
    host, _, port = address.rpartition("://")[2].partition("/")[0].rpartition(":")
    if port.isdecimal():
        try:
            socket.create_connection((host.strip("[]"), int(port)), timeout=REACH_SECONDS).close()
        except OSError as error:
            raise UnavailableError(f"no Ray cluster answers at {address}: {error.strerror or error}") from error


def processors() -> int:
    """How many the cluster has, one at least."""
    return max(1, int(ray.cluster_resources().get("CPU", 1)))


def cause(error: RayError) -> str:
    """Why Ray gave up, without the remote traceback."""
    lines = [line for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
    return lines[-1].strip()


@dataclass(frozen=True, slots=True)
class Actors:
    """An `Engine` for blocks: actors that live through many of them. most: at a time, each on a processor."""

    most: int

    def __call__(self, make: Callable[[], Callable[[Block], T]], blocks: Sequence[Block], /) -> Iterator[T | Lost]:
        """As `Engine` says."""
        made = [ray.put(make)]  # once, though profiles of many hosts may be in it
        waiting, running, idle = deque(blocks), dict[Any, tuple[Any, Block]](), list[Any]()
        deaths = Counter[str]()
        while waiting or running:
            while waiting and len(running) < self.most:
                actor, block = idle.pop() if idle else _actor(), waiting.popleft()
                running[actor.work.remote(made, block)] = actor, block
            _end(idle)  # there is no more for them; another may wait for their processors
            (ended, *_), _ = ray.wait(list(running))
            actor, block = running.pop(ended)
            try:
                yield ray.get(ended)
                idle.append(actor)
            except (RayActorError, ObjectLostError) as error:  # the latter where a node dies with what it found
                ray.kill(actor)
                deaths[block.key] += 1
                if deaths[block.key] > RETRIES:
                    yield Lost(block, f"its workers died again and again: {cause(error)}")
                else:
                    waiting.append(block)
            except RayError as error:
                raise _known(error) from None
        _end(idle)


def _end(actors: list[Any]) -> None:
    while actors:
        ray.kill(actors.pop())


def _known(error: RayError) -> Exception:
    """What a worker raised, if it is known here."""
    raised = getattr(error, "cause", None)
    return raised if isinstance(raised, OSError) else UnavailableError(f"Ray gave it up: {cause(error)}")


def _actor() -> Any:  # noqa: ANN401 - Ray makes it
    """It dies once: Ray's own retries are used up before Ray has noticed that a node is gone."""
    kind: Any = ray.remote(num_cpus=1)(_Worker)
    return kind.remote()


class _Worker:
    """Makes its worker at the first block, so that a fault there is one of the call and not of the actor."""

    def __init__(self) -> None:
        self._work: Callable[[Block], object] | None = None

    def work(self, made: "list[ray.ObjectRef[Callable[[], Callable[[Block], object]]]]", block: Block) -> object:
        """One block. made: what makes the worker; the list keeps Ray from fetching it for every block."""
        self._work = self._work or ray.get(made[0])()
        return self._work(block)


@dataclass(slots=True)
class ClusterTask:
    """A crawl somewhere in the cluster; `Task` is the same on this machine."""

    answer: "ray.ObjectRef[Result | WirebrushError]"

    @classmethod
    def start(cls, plan: Plan) -> Self:
        """Hand it to the cluster."""
        remote: Any = ray.remote(max_retries=RETRIES, num_cpus=1 / CRAWLS)(_crawl)
        return cls(remote.remote(plan))

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        ready, _ = ray.wait([self.answer], timeout=0)
        return not ready

    def result(self) -> Result:
        """What came of it.

        Raises WirebrushError as the crawl did; UnavailableError where nodes died again and again, or have no wirebrush
        of this version.
        """
        try:
            found: Result | WirebrushError = ray.get(self.answer)
        except RayError as error:
            raise UnavailableError(f"Ray gave it up: {cause(error)}") from error
        if isinstance(found, WirebrushError):
            raise found
        return found

    def stop(self) -> None:
        """End it."""
        ray.cancel(self.answer, force=True)


def _crawl(plan: Plan) -> Result | WirebrushError:
    """In a process of Ray's, which lives on for other tasks: the crawl itself has one of its own."""
    task = Task.start(plan)
    try:
        return task.result()
    except WirebrushError as error:
        return error
    finally:
        task.stop()
