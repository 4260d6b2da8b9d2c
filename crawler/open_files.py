"""How many files and connections a crawl may have open at once."""

from crawler.errors import UnavailableError

try:
    import resource
except ImportError:  # Windows sets no such limit
    resource = None  # type: ignore[assignment]

NEEDED = 128  # connections, store, archive, log, and the pipes to the workers


def allow_open_files(needed: int = NEEDED) -> None:
    """Raise the system's limit for this process where it is lower: without files left, a crawl would stand still.

    Raises UnavailableError where the system does not let it.
    """
    if resource is None:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return
    if hard != resource.RLIM_INFINITY and hard < needed:
        raise UnavailableError(f"only {hard} files may be open at once, a crawl needs {needed}: raise it (ulimit -Hn)")
    resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
