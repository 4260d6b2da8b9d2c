"""Ray's tasks as the engine of a shared crawl: hosts go to whatever node of the cluster has a processor free."""

from dataclasses import dataclass
from typing import Any, Self

import ray

from crawler.engines.task import Task
from crawler.errors import UnavailableError, WirebrushError
from crawler.process import Plan, Result

RETRIES = 5  # of a crawl whose node died
WAIT_SECONDS = 5.0


def connect(address: str | None) -> None:
    """Join the cluster at an address; without one, a cluster of this machine alone, which ends with this process.

    Raises UnavailableError where none answers.
    """
    try:
        ray.init(address=address, log_to_driver=False, include_dashboard=False, ignore_reinit_error=True)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise UnavailableError(f"{address}: no Ray cluster answers there: {error}") from error


def processors() -> int:
    """How many the cluster has."""
    return max(1, int(ray.cluster_resources().get("CPU", 1)))


@dataclass(slots=True)
class RayTask:
    """A crawl somewhere in the cluster."""

    answer: ray.ObjectRef  # of a Result or a WirebrushError

    @classmethod
    def start(cls, plan: Plan) -> Self:
        """Hand it to the cluster; Ray does so again where its node dies."""
        remote: Any = ray.remote(max_retries=RETRIES)(_crawl)
        return cls(remote.remote(plan))

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        ready, _ = ray.wait([self.answer], timeout=0)
        return not ready

    def result(self) -> Result:
        """What came of it.

        Raises WirebrushError as the crawl did; UnavailableError where nodes died again and again.
        """
        try:
            found: Result | WirebrushError = ray.get(self.answer)
        except ray.exceptions.RayError as error:
            raise UnavailableError(f"Ray gave it up: {type(error).__name__}") from error
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
