"""Ways to reach somebody. Each has a time limit: a watch that must end does not wait for a mail server."""

import json
import os
import shlex
import smtplib
import subprocess
from dataclasses import dataclass
from email.message import EmailMessage
from hashlib import blake2b
from http.client import HTTPException
from typing import Protocol
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from crawler.alerts.alert import Alert

SECONDS = 5.0


class SendError(Exception):
    """An alert did not reach its channel; it is sent again later."""


class Channel(Protocol):
    """One way."""

    @property
    def name(self) -> str:
        """What tells it from others, without its secrets."""
        ...

    def send(self, alert: Alert) -> None:
        """Deliver. Raises SendError."""
        ...


def _digest(*parts: str) -> str:
    return blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


class NoRedirects(HTTPRedirectHandler):
    """Leaves a redirect to be reported as the answer that it is."""

    def redirect_request(self, *_answer: object) -> None:
        """Nowhere."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """A POST of the alert as JSON; its "text" is what Slack, Mattermost and their like show."""

    url: str

    @property
    def name(self) -> str:
        """A digest of the address."""
        return _digest("webhook", self.url)

    def send(self, alert: Alert) -> None:
        """Deliver. Raises SendError for any answer but a success; a redirect is none, it could lead anywhere."""
        data = json.dumps(alert.as_record(), ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", "User-Agent": "wirebrush"}
        try:
            with build_opener(NoRedirects).open(Request(self.url, data, headers), timeout=SECONDS):
                return
        except HTTPError as error:
            error.close()
            raise SendError(f"webhook: HTTP {error.code}") from error
        except HTTPException as error:  # its words may hold the address, and that a token
            raise SendError(f"webhook: the answer is no HTTP ({type(error).__name__})") from error
        except (URLError, OSError, ValueError) as error:
            raise SendError(f"webhook: {getattr(error, 'reason', type(error).__name__)}") from error


@dataclass(frozen=True, slots=True)
class Command:
    """A program that gets the alert as JSON on standard input, and in WIREBRUSH_SITE, _REASON and _TEXT."""

    line: str

    @property
    def name(self) -> str:
        """A digest of the command."""
        return _digest("command", self.line)

    def send(self, alert: Alert) -> None:
        """Deliver. Raises SendError where the program fails or takes too long."""
        said = {"WIREBRUSH_SITE": alert.site, "WIREBRUSH_REASON": alert.reason, "WIREBRUSH_TEXT": alert.text()}
        try:
            subprocess.run(
                shlex.split(self.line),
                input=json.dumps(alert.as_record(), ensure_ascii=False).encode(),
                env=os.environ | said,
                stdout=subprocess.DEVNULL,
                timeout=SECONDS,
                check=True,
            )
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            raise SendError(f"command: {error}") from error


@dataclass(frozen=True, slots=True)
class Mail:
    """An e-mail through a server that takes it without a password, as the one on this machine does."""

    to: str
    server: str = "localhost:25"

    @property
    def name(self) -> str:
        """A digest of the address."""
        return _digest("mail", self.to)

    def send(self, alert: Alert) -> None:
        """Deliver. Raises SendError."""
        message = EmailMessage()
        host, _, port = self.server.partition(":")
        try:
            message["Subject"], message["From"], message["To"] = alert.subject, f"wirebrush <{self.to}>", self.to
            message.set_content(alert.text())
            with smtplib.SMTP(host, int(port or 25), timeout=SECONDS) as server:
                server.send_message(message)
        except (OSError, ValueError, smtplib.SMTPException) as error:
            raise SendError(f"mail to {self.to}: {error}") from error
