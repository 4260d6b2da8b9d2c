"""What the handlers of http and https share."""

from types import SimpleNamespace

from crawler.network.addresses import AddressGuard
from crawler.network.handler import GuardedDownloadHandler
from crawler.network.resolver import GuardedResolver


def handler(reactor):
    made = object.__new__(GuardedDownloadHandler)
    made._reactor = reactor
    made._resolver = GuardedResolver(reactor.nameResolver, AddressGuard())
    return made


def test_requests_by_turns_to_both_schemes_ask_one_resolver_under_guard():
    reactor = SimpleNamespace(nameResolver="own")
    reactor.installNameResolver = lambda resolver: setattr(reactor, "nameResolver", resolver)
    http, https = handler(reactor), handler(reactor)
    reactor.nameResolver = "Scrapy's"
    for each in (http, https, http, https):
        each._hold_resolver()
        assert reactor.nameResolver is each._resolver
        assert each._resolver.inner == "Scrapy's"
