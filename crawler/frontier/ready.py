"""What the frontier has leased to this crawl: waiting for a place at its origin, or on its way."""

from collections import Counter, deque
from collections.abc import Callable, Collection

from scrapy import Request

from crawler.store.batch import Lease, Place


class Ready:
    """Requests by origin, each origin in turn, with at most `each` of one origin on their way at once."""

    def __init__(self, each: int) -> None:
        self.each = each
        self._waiting: dict[Place, deque[Request]] = {}
        self._under_way: dict[int, Place] = {}
        self._active: Counter[Place] = Counter()
        self._sent: Counter[Place] = Counter()

    def __len__(self) -> int:
        return sum(len(queue) for queue in self._waiting.values())

    def held(self) -> Counter[Place]:
        """How many requests of each origin wait here or are on their way."""
        return self._active + Counter({place: len(queue) for place, queue in self._waiting.items()})

    def sent(self) -> Counter[Place]:
        """How many requests of each origin went on their way since this was asked last."""
        sent, self._sent = self._sent, Counter()
        return sent

    def add(self, request: Request, *, again: bool = False) -> None:
        """Let a request wait. again: it was on its way before, and goes first."""
        lease: Lease = request.meta["lease"]
        queue = self._waiting.setdefault(lease.place, deque())
        if again:
            self.left(lease.id)
            queue.appendleft(request)
        else:
            queue.append(request)

    def take(self, allows: Callable[[Lease], bool]) -> Request | None:
        """The next request that is allowed and whose origin has a place free; None where there is none."""
        for place, queue in self._waiting.items():
            lease: Lease = queue[0].meta["lease"]
            if self._active[place] < self.each and allows(lease):
                break
        else:
            return None
        request = queue.popleft()
        del self._waiting[place]
        if queue:
            self._waiting[place] = queue  # behind the others
        self._under_way[lease.id] = place
        self._active[place] += 1
        self._sent[place] += 1
        return request

    def left(self, lease_id: int) -> None:
        """The request of a lease has left the downloader, or never gets there."""
        place = self._under_way.pop(lease_id, None)
        if place is not None:
            self._active[place] -= 1

    def drop(self, sites: Collection[str]) -> None:
        """Let go of what waits for these sites."""
        self._waiting = {place: queue for place, queue in self._waiting.items() if place[0] not in sites}
