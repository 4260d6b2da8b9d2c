"""What every request must pass and every answer carries: a page elsewhere can neither read nor use this server."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOSTS = frozenset(("127.0.0.1", "localhost", "::1"))
READING = ("GET", "HEAD")
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # "no-referrer" would make browsers hide the origin of our own forms
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Refuses names of this machine that others can give it (DNS rebinding), and forms sent from other pages."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        reason = refusal(scope["method"], Headers(scope=scope))
        app = PlainTextResponse(f"refused: {reason}\n", status_code=403) if reason else self.app
        await app(scope, receive, guarded)


def refusal(method: str, headers: Headers) -> str:
    """Why a request is refused; empty where it is not."""
    host = headers.get("host", "")
    if _name(host) not in HOSTS:
        return "this server answers to 127.0.0.1 and localhost only"
    if method in READING:
        return ""
    if headers.get("origin", f"http://{host}") != f"http://{host}":
        return "the form was sent by a page of another origin"
    if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        return "the request was sent by a page of another site"
    return ""


def _name(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None
