"""Bot challenges are named and left alone."""

from scrapy import Request
from scrapy.http import Response

from crawler.network.challenges import challenger
from crawler.network.failures import RefusedError


class ChallengeMiddleware:
    """Keeps pages that ask whether a human is there from being taken for articles."""

    def process_response(self, request: Request, response: Response) -> Response:
        """The response, unless it is a challenge.

        Raises RefusedError where it is one; the reason names who asks.
        """
        if request.meta.get("kind") == "robots":
            return response
        headers = {
            name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
            for name, values in response.headers.items()
        }
        if who := challenger(response.status, headers, response.body):
            raise RefusedError(f"bot challenge page ({who})")
        return response
