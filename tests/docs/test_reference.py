"""docs/reference is what the code says."""

import runpy
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
PAGES = runpy.run_path(str(DOCS / "make_reference.py"))["PAGES"]


@pytest.mark.parametrize("name", PAGES)
def test_reference_is_up_to_date(name):
    written = (DOCS / "reference" / name).read_text("utf-8")
    assert written == PAGES[name](), "run: python docs/make_reference.py"
