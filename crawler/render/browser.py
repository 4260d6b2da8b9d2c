"""The browser: which one, and started how."""

import os
from collections.abc import Mapping
from importlib.util import find_spec
from shutil import which

from crawler.errors import SettingsError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No name is resolved, and no connection made but through a proxy that does not exist; WebRTC knows no other way then.
NO_NETWORK = (
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://no-network.invalid:1",
    "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
)
NAVIGATION = 60_000.0  # milliseconds to load a page
PAGES = 2  # of one site, drawn at the same time
QUIET = ("--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update")


def _find(path: str) -> str:
    """Where Chromium is.

    Raises SettingsError where it, or the extra that drives it, is not installed.
    """
    if find_spec("scrapy_playwright") is None:
        raise SettingsError("render: a browser is driven by an extra: pip install 'wirebrush[render]'")
    found = which(path) if path else next(filter(None, map(which, NAMES)), None)
    if found is None:
        raise SettingsError(f"render: {path or 'Chromium'}: not found: install it, or name it with WIREBRUSH_CHROMIUM")
    return found


def settings(path: str) -> Mapping[str, object]:
    """Scrapy settings under which scrapy-playwright drives the Chromium at `path`, or the first one on the PATH.

    Raises SettingsError where there is none.
    """
    return {
        "PLAYWRIGHT_LAUNCH_OPTIONS": {
            "executable_path": _find(path),
            "chromium_sandbox": not hasattr(os, "geteuid") or os.geteuid() != 0,  # Chromium has none for root
            "args": [*NO_NETWORK, *QUIET],
        },
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": NAVIGATION,
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": PAGES,
        "PLAYWRIGHT_PROCESS_REQUEST_HEADERS": None,
    }
