"""What can go wrong with one input. Every message is one line and names the cause."""


class CleanError(Exception):
    """An input that cannot be cleaned; the message says why."""


class NotHtmlError(CleanError):
    """The bytes are not HTML or text (a PDF, an image, a feed, ...)."""


class TooLargeError(CleanError):
    """The page is over a limit of `CleanOptions`."""
