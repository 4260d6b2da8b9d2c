import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from scrapy.exceptions import NotConfigured
from scrapy.settings import Settings

from crawler.archive.file import archive_files
from crawler.archive.index import StoreIndex
from crawler.archive.reader import read_newest
from crawler.items import FetchedPage
from crawler.pipelines.archive import ArchivePipeline
from crawler.pipelines.drops import StoppedError
from crawler.store import open_store

PAGE = FetchedPage(url="https://news.test/a", body=b"<p>text</p>", fetched_at=datetime(2026, 3, 1, tzinfo=UTC))


def crawler(tmp_path, folder="raw"):
    settings = Settings({"WIREBRUSH_ARCHIVE": str(tmp_path / folder), "WIREBRUSH_STORE": f"sqlite:///{tmp_path}/n.db"})
    closed = []

    async def close(reason):
        closed.append(reason)

    engine = SimpleNamespace(close_spider_async=close)
    spider, heard = SimpleNamespace(fault=None), SimpleNamespace(connect=lambda *_: None)
    return SimpleNamespace(settings=settings, spider=spider, engine=engine, signals=heard, stats=None, closed=closed)


def test_pages_pass_through_the_archive(tmp_path):
    async def run():
        pipeline = ArchivePipeline.from_crawler(crawler(tmp_path))
        pipeline.open_spider()
        passed = [await pipeline.process_item(item) for item in (PAGE, {"not": "a page"})]
        await pipeline.close_spider()
        await pipeline.closed("finished")
        return passed

    assert asyncio.run(run()) == [PAGE, {"not": "a page"}]
    store = open_store(f"sqlite:///{tmp_path}/n.db")
    assert [each.data for each in read_newest(tmp_path / "raw", StoreIndex(store))] == [PAGE.body]
    store.close()


def test_without_a_folder_there_is_no_archive():
    with pytest.raises(NotConfigured):
        ArchivePipeline.from_crawler(SimpleNamespace(settings=Settings({"WIREBRUSH_ARCHIVE": ""})))


def test_a_full_disk_ends_the_crawl_with_one_line(tmp_path, monkeypatch, caplog):
    async def run():
        pipeline = ArchivePipeline.from_crawler(scrapy)
        pipeline.open_spider()
        for _ in range(2):
            with pytest.raises(StoppedError):
                await pipeline.process_item(PAGE)
        await asyncio.sleep(0)
        await pipeline.close_spider()
        await pipeline.closed("finished")

    def full(fd, data):
        raise OSError(28, "No space left on device")

    scrapy = crawler(tmp_path)
    monkeypatch.setattr("crawler.archive.file.os.write", full)
    asyncio.run(run())
    assert "No space left on device" in str(scrapy.spider.fault)
    assert scrapy.closed == ["archive failed"]
    assert len(caplog.records) == 1
    assert archive_files(tmp_path / "raw") == []
