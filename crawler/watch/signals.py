"""Being told to end, or to read the file again: heard at once, whatever the program is doing."""

import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

END_SECONDS = 8.0  # from being told to end: what is left then (a full disk's write, a locked store) is not waited for


@dataclass(frozen=True, slots=True)
class Signals:
    """What was asked for. ending: SIGTERM or SIGINT came. reload: SIGHUP came."""

    ending: Event = field(default_factory=Event)
    reload: Event = field(default_factory=Event)

    @contextmanager
    def heard(self, give_up: Callable[[], None]) -> Iterator[None]:
        """Listen while the block runs. give_up: called before a process is ended that did not end in `END_SECONDS`.

        Python runs a handler only between two steps of the main thread, which may wait for a database for twenty
        seconds; and a handler that sets an event for which the main thread is about to wait hangs. So signals are read
        by a thread, from the socket that the interpreter writes them to.
        """
        numbers = {signal.SIGTERM, signal.SIGINT, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])}
        reader, writer = socket.socketpair()
        writer.settimeout(0)
        old = {number: signal.signal(number, lambda *_: None) for number in numbers}
        before = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
        Thread(target=self._listen, args=(reader, give_up), daemon=True).start()
        try:
            yield
        finally:
            signal.set_wakeup_fd(before)
            for number, handler in old.items():
                signal.signal(number, handler)
            writer.close()

    def _listen(self, reader: socket.socket, give_up: Callable[[], None]) -> None:
        with reader:
            while number := reader.recv(1):
                if number[0] in (signal.SIGTERM, signal.SIGINT):
                    break
                self.reload.set()
            else:
                return
        self.ending.set()
        Event().wait(END_SECONDS)  # the process ends meanwhile, and this thread with it
        give_up()
        os._exit(0)
