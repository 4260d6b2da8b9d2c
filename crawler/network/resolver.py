"""Names resolved under guard: only permitted addresses reach the connection, so no later answer can change them."""

from collections.abc import Sequence
from ipaddress import ip_address
from typing import Protocol

from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer

from crawler.network.addresses import AddressGuard

REMEMBERED = 1_000


class Receiver(Protocol):
    """Twisted's IResolutionReceiver, in terms that a type checker knows."""

    def resolutionBegan(self, resolution: object) -> None:
        """Addresses may follow."""

    def addressResolved(self, address: object) -> None:
        """One address."""

    def resolutionComplete(self) -> None:
        """No more addresses follow."""


class Resolver(Protocol):
    """Twisted's IHostnameResolver, likewise."""

    def resolveHostName(
        self,
        resolutionReceiver: Receiver,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type] | None = None,
        transportSemantics: str = "TCP",
    ) -> object:
        """Resolve a name."""


@implementer(IHostnameResolver)
class GuardedResolver:
    """A resolver around another one. `refused` holds the hosts and ports of which no address was permitted."""

    def __init__(self, inner: Resolver, guard: AddressGuard) -> None:
        self.inner = inner
        self.guard = guard
        self.refused: dict[tuple[str, int], None] = {}

    def resolveHostName(
        self,
        resolutionReceiver: Receiver,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type] | None = None,
        transportSemantics: str = "TCP",
    ) -> object:
        """Resolve, and pass on the permitted addresses only."""
        receiver = _Filter(self, resolutionReceiver, (hostName.lower(), portNumber))
        return self.inner.resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)

    def remember(self, place: tuple[str, int]) -> None:
        """Note that a name had only addresses that are not permitted."""
        if len(self.refused) >= REMEMBERED:
            del self.refused[next(iter(self.refused))]
        self.refused[place] = None


@implementer(IResolutionReceiver)
class _Filter:
    def __init__(self, resolver: GuardedResolver, receiver: Receiver, place: tuple[str, int]) -> None:
        self.resolver = resolver
        self.receiver = receiver
        self.place = place
        self.passed = self.held_back = False

    def resolutionBegan(self, resolution: object) -> None:
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: object) -> None:
        host, port = self.place
        found = ip_address(str(getattr(address, "host", "")).partition("%")[0])
        if self.resolver.guard.permits(host, found, port):
            self.passed = True
            self.receiver.addressResolved(address)
        else:
            self.held_back = True

    def resolutionComplete(self) -> None:
        if self.held_back and not self.passed:
            self.resolver.remember(self.place)
        self.receiver.resolutionComplete()
