"""What a server asks a client to wait (RFC 9110, 10.2.3)."""

from email.utils import parsedate_to_datetime

from scrapy.http import Response

LONGEST = 86_400.0  # seconds; who asks for more is asked again after a day


def retry_after(response: Response, now: float) -> float:
    """Seconds, at most `LONGEST`; 0.0 where the server asks for nothing or for nonsense. now: seconds since 1970."""
    said = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()[:64]
    if said.isdecimal():
        return min(float(said), LONGEST)
    try:
        until = parsedate_to_datetime(said).timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return 0.0
    return min(max(until - now, 0.0), LONGEST)
