"""Which hosts may be connected to: public addresses, and those that the user named."""

import re
import socket
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from crawler.discovery.urls import DEFAULT_PORTS
from crawler.errors import SettingsError
from crawler.network.failures import RefusedError

Address = IPv4Address | IPv6Address
NOT_PUBLIC = "the address is not public (name it with --allow-host to fetch from it)"
NUMERIC = re.compile(r"(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+)){0,3}\.?")
NAT64 = ip_network("64:ff9b::/96")
# what Python takes for public: clouds answer their own machines there (Azure, Oracle), the relays of 6to4 (RFC 7526),
# and what its older versions do not know yet (RFC 6890, 8215, 9637)
NOT_OPEN = tuple(map(ip_network, ("168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "3fff::/20")))


class AddressGuard:
    """Says for every connection whether it may be made."""

    def __init__(self, allow: Iterable[str] = ()) -> None:
        """allow: "host:port" of private addresses that may be fetched from all the same.

        Raises SettingsError for an entry that is not of this form.
        """
        self._allow = frozenset(_host_and_port(entry) for entry in allow)

    def check(self, url: str) -> None:
        """Look at an address before it is resolved.

        Raises RefusedError where it is no http or https address or names a host by an address that is not public.
        """
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError:
            raise RefusedError("the address cannot be read") from None
        if parts.scheme not in DEFAULT_PORTS or not host:
            raise RefusedError("neither http nor https")
        address = literal(host)
        if address and not self.permits(host, address, port or DEFAULT_PORTS[parts.scheme]):
            raise RefusedError(NOT_PUBLIC)

    def permits(self, host: str, address: Address, port: int) -> bool:
        """Whether a connection to `address`, to which `host` resolved, may be made."""
        return is_public(address) or not self._allow.isdisjoint(((host, port), (str(address), port)))


@lru_cache(maxsize=4096)
def literal(host: str) -> Address | None:
    """The address that a host is, also in the decimal, octal and hex forms that resolvers take; None for a name."""
    host = host.strip("[]").partition("%")[0]
    try:
        return ip_address(host)
    except ValueError:
        pass
    if not NUMERIC.fullmatch(host):
        return None
    try:
        return IPv4Address(socket.inet_aton(host.rstrip(".")))
    except OSError:
        return None


def is_public(address: Address) -> bool:
    """Whether the address is one of the open Internet: not private, local, shared, reserved, nor a wrapping of such."""
    if isinstance(address, IPv6Address):
        wrapped = _wrapped(address)
        if wrapped:
            return all(map(is_public, wrapped))
        if address.is_site_local:
            return False
    if any(address in network for network in NOT_OPEN):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _wrapped(address: IPv6Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses in a mapped, 6to4, Teredo or NAT64 address (RFC 4291, 3056, 4380, 6052)."""
    if address.ipv4_mapped:
        return (address.ipv4_mapped,)
    if address.sixtofour:
        return (address.sixtofour,)
    if address.teredo:
        return address.teredo
    return (IPv4Address(int(address) & 0xFFFFFFFF),) if address in NAT64 else ()


def _host_and_port(entry: str) -> tuple[str, int]:
    host, _, port = entry.strip().lower().rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise SettingsError(f"--allow-host {entry!r}: write HOST:PORT, for example 127.0.0.1:8000")
    host = host.strip("[]")
    return str(literal(host) or host), int(port)
