"""What an alert says."""

from dataclasses import dataclass
from datetime import datetime

from cleaners.characters import printable


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A site broke, or works again. reason: what is wrong; empty where it works. store: where to look."""

    site: str
    url: str
    reason: str
    at: datetime
    store: str

    @property
    def subject(self) -> str:
        """One line."""
        return printable(f"wirebrush: {self.site} {'looks broken' if self.reason else 'works again'}")

    @property
    def look(self) -> tuple[str, ...]:
        """What to look at."""
        if not self.reason:
            return ()
        return (self.url, f"wirebrush sites --store {self.store}", f"wirebrush serve --store {self.store}")

    def as_record(self) -> dict[str, object]:
        """JSON types."""
        return {
            "site": self.site,
            "url": self.url,
            "broken": bool(self.reason),
            "reason": self.reason,
            "at": self.at.isoformat(timespec="seconds"),
            "look": list(self.look),
            "text": self.text(),
        }

    def text(self) -> str:
        """For people."""
        lines = [self.subject, printable(self.reason), *(f"  {each}" for each in self.look)]
        return "\n".join(line for line in lines if line.strip())
