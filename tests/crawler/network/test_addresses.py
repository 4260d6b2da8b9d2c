from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import SettingsError
from crawler.network.addresses import AddressGuard, is_public, literal
from crawler.network.failures import RefusedError

PRIVATE = (
    "127.0.0.1 127.255.1.2 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 240.0.0.1 "
    "255.255.255.255 192.0.2.1 198.18.0.1 :: ::1 fe80::1 fec0::1 fc00::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 "
    "64:ff9b::7f00:1 2002:7f00:1:: 2001:db8::1 168.63.129.16 192.0.0.192 192.88.99.1 64:ff9b:1::7f00:1 3fff::1 "
    "::127.0.0.1 ::ffff:0:127.0.0.1 fd00:ec2::254"
).split()
LITERALS = [
    ("127.1", "127.0.0.1"),
    ("2130706433", "127.0.0.1"),
    ("0x7f000001", "127.0.0.1"),
    ("0x7f.1", "127.0.0.1"),
    ("0177.0.0.1", "127.0.0.1"),
    ("127.0.0.1.", "127.0.0.1"),
    ("[::1]", "::1"),
    ("fe80::1%eth0", "fe80::1"),
    ("example.com", None),
    ("1.2.3.4.5", None),
    ("999999999999", None),
    ("", None),
]


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_off_the_open_internet_are_not_public(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "2002:808:808::"])
def test_public_addresses_are(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(("host", "address"), LITERALS)
def test_every_form_of_an_address_is_seen(host, address):
    assert literal(host) == (ip_address(address) if address else None)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://example.com/", "data:text/html,x", "javascript:x", "http://", "http://[::1",
        "http://127.0.0.1/", "http://127.0.0.1:81/", "https://127.0.0.1:8000/", "http://127.1:8000/x", "http://2130706433:81/",
        "http://[::ffff:127.0.0.2]:8000/", "http://user@127.0.0.2:8000/", "http://a:99999/",
    ],
)  # fmt: skip
def test_refused(url):
    guard = AddressGuard(["127.0.0.1:81", "localhost:9"])
    if url in ("http://127.0.0.1:81/", "http://2130706433:81/"):
        guard.check(url)
        guard = AddressGuard()
    with pytest.raises(RefusedError):
        guard.check(url)


def test_allowed_by_host_and_port():
    guard = AddressGuard(["127.0.0.1:8000", "LocalHost:9"])
    guard.check("http://127.0.0.1:8000/x")
    assert guard.permits("localhost", ip_address("127.0.0.1"), 9)
    assert not guard.permits("localhost", ip_address("127.0.0.1"), 10)
    assert not guard.permits("evil.example", ip_address("127.0.0.2"), 8000)


@pytest.mark.parametrize("entry", ["", "127.0.0.1", "host:", ":80", "host:0", "host:x", "host:70000"])
def test_a_wrong_allow_host_is_named(entry):
    with pytest.raises(SettingsError, match="HOST:PORT"):
        AddressGuard([entry])


@given(st.text(max_size=30).map("http://".__add__) | st.text(max_size=30))
def test_any_text_is_judged(url):
    try:
        AddressGuard().check(url)
    except RefusedError:
        return
    assert url.lower().lstrip().startswith(("http:", "https:"))
