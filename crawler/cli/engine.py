"""`--engine ray`: Ray is an extra, and imported only where it is asked for."""

from importlib.util import find_spec

from crawler.errors import SettingsError


def require_ray() -> None:
    """Raises SettingsError where Ray is not installed."""
    if find_spec("ray") is None:
        raise SettingsError("--engine ray needs Ray: pip install 'wirebrush[ray]'")
