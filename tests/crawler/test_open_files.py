"""The system's limit on open files."""

import resource

import pytest

from crawler.errors import UnavailableError
from crawler.open_files import NEEDED, allow_open_files

FILES = resource.RLIMIT_NOFILE


@pytest.fixture
def limits(monkeypatch):
    held = {}
    monkeypatch.setattr(resource, "getrlimit", held.__getitem__)
    monkeypatch.setattr(resource, "setrlimit", held.__setitem__)
    return held


@pytest.mark.parametrize("hard", [NEEDED, 4_096, resource.RLIM_INFINITY])
def test_a_low_limit_is_raised_where_the_system_lets_it(limits, hard):
    limits[FILES] = (24, hard)
    allow_open_files()
    assert limits[FILES] == (NEEDED, hard)


@pytest.mark.parametrize("soft", [1_024, resource.RLIM_INFINITY])
def test_a_high_limit_stays(limits, soft):
    limits[FILES] = (soft, resource.RLIM_INFINITY)
    allow_open_files()
    assert limits[FILES] == (soft, resource.RLIM_INFINITY)


def test_too_few_are_one_line_and_no_crawl_that_stands_still(limits):
    limits[FILES] = (24, 64)
    with pytest.raises(UnavailableError, match="only 64 files may be open at once"):
        allow_open_files()
    assert limits[FILES] == (24, 64)
