"""Ray as the engine: work goes to whatever node of a cluster has a processor free, and again where its node dies."""

import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self

import ray
from ray.exceptions import RayError

from crawler.engines.task import Task
from crawler.errors import UnavailableError, WirebrushError
from crawler.process import Plan, Result

RETRIES = 5  # of work whose node died
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
    try:
        ray.init(address, logging_level=logging.ERROR, log_to_driver=False, **({} if address else alone))
    except (OSError, ValueError, RuntimeError, RayError) as error:
        where = f"no Ray cluster answers at {address}" if address else "Ray cannot be started here"
        raise UnavailableError(f"{where}: {error}") from error
    try:
        yield
    finally:
        ray.shutdown()


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
