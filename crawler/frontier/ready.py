"""What the frontier has leased to this crawl: waiting for a place at its origin, or on its way."""

from collections import Counter, deque

from scrapy import Request

from crawler.store.batch import Lease, Place


class Ready:
    """Requests by origin, each origin in turn, with at most `each` of one origin on their way at once."""

    def __init__(self, each: int) -> None:
        self.each = each
        self._waiting: dict[Place, deque[Request]] = {}
        self._under_way: dict[int, Place] = {}
        self._active: Counter[Place] = Counter()
        self._articles: set[int] = set()

    def __len__(self) -> int:
        return sum(len(queue) for queue in self._waiting.values())

    @property
    def articles(self) -> int:
        """How many article pages were handed out whose end is not known yet."""
        return len(self._articles)

    def held(self) -> Counter[Place]:
        """How many requests of each origin wait here or are on their way."""
        return self._active + Counter({place: len(queue) for place, queue in self._waiting.items()})

    def add(self, request: Request, *, again: bool = False) -> None:
        """Let a request wait. again: it was on its way before, and goes first."""
        lease: Lease = request.meta["lease"]
        queue = self._waiting.setdefault(lease.place, deque())
        if again:
            self.left(lease.id)
            queue.appendleft(request)
        else:
            queue.append(request)

    def take(self, *, articles: bool) -> Request | None:
        """The next request whose origin has a place free; None where there is none. articles: whether they may go."""
        for place, queue in self._waiting.items():
            lease: Lease = queue[0].meta["lease"]
            if self._active[place] < self.each and (articles or lease.kind != "article"):
                break
        else:
            return None
        request = queue.popleft()
        del self._waiting[place]
        if queue:
            self._waiting[place] = queue  # behind the others
        self._under_way[lease.id] = place
        self._active[place] += 1
        if lease.kind == "article":
            self._articles.add(lease.id)
        return request

    def left(self, lease_id: int) -> None:
        """The request of a lease has left the downloader, or never gets there."""
        place = self._under_way.pop(lease_id, None)
        if place is not None:
            self._active[place] -= 1

    def ended(self, lease_id: int) -> None:
        """A lease has ended."""
        self.left(lease_id)
        self._articles.discard(lease_id)
