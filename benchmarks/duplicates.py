"""What the near-duplicate index costs: `python benchmarks/duplicates.py [ARTICLES]` (20,000 unless told).

A tenth of the articles are wire copy: an earlier story with a new first line and a word in a hundred changed. Printed
are the CPU time of the index for one article, the share of copies found, and originals wrongly called copies.
"""

import random
import sys
import tempfile
import time
from datetime import UTC, datetime

from cleaners.article import Article
from crawler.store import Save, Store, articles, duplicate_index, open_store

BATCH, WORDS, COPIES = 50, 600, 0.1
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def main(count: int) -> None:
    """Fill a store and print the table."""
    random.seed(1)
    vocabulary = ["".join(random.choices("abcdefghijklmnop", k=random.randint(2, 9))) for _ in range(20_000)]
    weights = [1 / (rank + 1) for rank in range(len(vocabulary))]
    originals: list[list[str]] = []
    spent = found = wrong = copies = 0.0
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/news.db")
        for start in range(0, count, BATCH):
            copied = [bool(originals) and random.random() < COPIES for _ in range(BATCH)]
            texts = [
                _copy(random.choice(originals)) if copy else random.choices(vocabulary, weights, k=WORDS)
                for copy in copied
            ]
            originals += [text for text, copy in zip(texts, copied, strict=True) if not copy]
            seconds, flags = _store(store, start, texts)
            spent += seconds
            copies += sum(copied)
            found += sum(flag and copy for flag, copy in zip(flags, copied, strict=True))
            wrong += sum(flag and not copy for flag, copy in zip(flags, copied, strict=True))
        store.close()
    print(f"{'articles':>9} {'CPU ms each':>14} {'copies found':>13} {'wrongly called copies':>22}")
    print(f"{count:>9,} {spent / count * 1000:>14.2f} {found / copies:>13.1%} {wrong:>22.0f}")


def _copy(text: list[str]) -> list[str]:
    changed = [random.choice(text) if random.random() < 0.01 else word for word in text]
    return ["agency", "report", "from", "today", *changed]


def _store(store: Store, start: int, texts: list[list[str]]) -> tuple[float, list[bool]]:
    """CPU seconds in the index, and which texts it called duplicates."""
    saves = [_save(start + number, " ".join(text)) for number, text in enumerate(texts)]
    with store.writing() as connection:
        saved = articles.save(connection, store.dialect, saves)
        began = time.process_time()
        marked = duplicate_index.mark(connection, saved)
        return time.process_time() - began, [each.duplicate for each in marked]


def _save(number: int, text: str) -> Save:
    url = f"https://{number % 50}.test/{number}"
    article = Article(text=text, title=str(number))
    return Save(article=article, canonical_url=url, url=url, host="h", site="s", fetched_at=NOW)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
