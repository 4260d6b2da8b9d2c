"""What Prometheus reads, and whether the watch lives: /metrics and /healthz."""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from socketserver import ThreadingMixIn
from threading import Thread
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry, Counter, Gauge, make_wsgi_app

from crawler.errors import UnavailableError
from crawler.report import total
from crawler.watch.worker import Ended

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

STALE_SECONDS = 60.0  # without a heartbeat
COUNTED = ("stored", "changed", "unchanged", "duplicates", "empty", "skipped", "failed")


class Metrics:
    """The numbers of one watch."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.registry = registry = CollectorRegistry()
        self._clock = clock
        self._beat = clock()
        name = "wirebrush_watch_"
        self.heartbeat = Gauge(name + "heartbeat_timestamp_seconds", "When the watch last looked.", registry=registry)
        self.running = Gauge(name + "running", "Runs in progress.", registry=registry)
        self.broken = Gauge(name + "site_broken", "1 where a site looks broken.", ["site"], registry=registry)
        self.due = Gauge(name + "next_run_timestamp_seconds", "When it is due.", ["site"], registry=registry)
        self.seconds = Gauge(name + "run_seconds", "How long the last run took.", ["site"], registry=registry)
        self.runs = Counter(name + "runs", "Runs that ended.", ["site", "outcome"], registry=registry)
        self.pages = Counter(name + "pages", "What became of pages.", ["site", "outcome"], registry=registry)
        self.alerts_failed = Counter(name + "alerts_failed", "Alerts that did not arrive.", registry=registry)

    def beat(self) -> None:
        """The watch lives."""
        self._beat = self._clock()
        self.heartbeat.set(time.time())

    @property
    def healthy(self) -> bool:
        """Whether it did so lately; a clock that is set does not matter."""
        return self._clock() - self._beat < STALE_SECONDS

    def ended(self, site: str, result: Ended, seconds: float) -> None:
        """Count a run."""
        outcome = "busy" if result.busy else "failed" if result.error else "done" if result.finished else "stopped"
        self.runs.labels(site, outcome).inc()
        self.seconds.labels(site).set(seconds)
        for name in COUNTED:
            self.pages.labels(site, name).inc(total(result.counts, name))

    def forget(self, site: str) -> None:
        """A site that is watched no longer has no state."""
        for gauge in (self.broken, self.due, self.seconds):
            with suppress(KeyError):  # never set
                gauge.remove(site)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    timeout = 10

    def log_message(self, *_arguments: object) -> None:
        """Nothing: whoever scrapes does so all day."""


def serve(metrics: Metrics, host: str, port: int) -> WSGIServer:
    """Answer in a thread; `shutdown` and `server_close` end it. Raises UnavailableError where the port is taken."""
    numbers = make_wsgi_app(metrics.registry)

    def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/metrics":
            found: Iterable[bytes] = numbers(environ, start_response)
            return found
        known = environ["PATH_INFO"] == "/healthz"
        status = "404 Not Found" if not known else "200 OK" if metrics.healthy else "503 Service Unavailable"
        start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
        return [f"{'ok' if status == '200 OK' else status}\n".encode()]

    try:
        server = make_server(host, port, app, server_class=_Server, handler_class=_Quiet)
    except OSError as error:
        raise UnavailableError(f"{host}:{port}: {error.strerror}: name another address with --listen") from error
    Thread(target=server.serve_forever, args=(0.2,), daemon=True).start()
    return server
