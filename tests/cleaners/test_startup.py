"""What a start loads: modules that take long to import come in only with what needs them."""

import subprocess
import sys

HEAVY = {"trafilatura", "htmldate", "dateparser", "scrapy", "twisted", "sqlalchemy", "pyarrow", "tldextract", "rich"}
SENTENCE = "The council voted on Tuesday to keep the ferry running through the winter, whatever it costs. "
CLEAR = f"<html><head><title>Ferry stays</title></head><body><article>{f'<p>{SENTENCE * 3}</p>' * 6}</article>"


def loaded(code: str) -> set[str]:
    """The top modules that a fresh interpreter holds after the code."""
    code += "; import sys; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_library_loads_nothing_heavy():
    assert not loaded("import cleaners") & HEAVY


def test_cleaning_a_clear_page_asks_no_witness():
    modules = loaded(f"import cleaners; assert 'ferry' in cleaners.clean({CLEAR!r}).text")
    assert not modules & HEAVY
    assert "numpy" in modules
