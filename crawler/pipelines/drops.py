"""Why a page leaves the pipelines without an article."""

from scrapy.exceptions import DropItem


class NoArticleError(DropItem):
    """The page holds no article; the message says how that was seen."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, log_level="DEBUG")


class CleaningError(DropItem):
    """The page could not be cleaned."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, log_level="WARNING")


class NotWantedError(DropItem):
    """The article is a good one, but the settings of its site leave it out; the message says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, log_level="DEBUG")


class UnchangedError(DropItem):
    """The article is in the store as it is: nothing new to export."""

    def __init__(self) -> None:
        super().__init__("unchanged", log_level="DEBUG")


class StoppedError(DropItem):
    """The page was not kept, as the crawl ends; it stays in the frontier. Why is told once, for all of them."""

    def __init__(self) -> None:
        super().__init__("the crawl ends", log_level="DEBUG")
