"""Ray as the engine of `clean` and `crawl`, on a cluster of this machine alone."""

import gzip
import os
import signal
import sys
import time
from contextlib import closing, nullcontext
from pathlib import Path
from threading import Thread

import pytest

from crawler.cli import main
from crawler.store import open_store, runs

ray = pytest.importorskip("ray", reason="the extra `ray` is not installed")
blocks = pytest.importorskip("crawler.engines.blocks")
cluster = pytest.importorskip("crawler.engines.cluster")
parts = pytest.importorskip("crawler.engines.parts")

ray.cloudpickle.register_pickle_by_value(sys.modules[__name__])  # Ray's workers cannot import tests


@pytest.fixture(scope="module")
def joined(bucket):
    """A cluster in whose environment is said who may use the bucket."""
    with cluster.joined(None, 2):
        yield


@pytest.fixture
def here(joined, monkeypatch):
    """The command finds itself in the cluster."""
    monkeypatch.setattr(cluster, "joined", lambda *_: nullcontext())


class Fragile:
    """A worker that dies at files of some names."""

    def __call__(self, block):
        (file,) = block.files
        mark = Path(f"{file.name}.seen")
        if file.place == "fatal" or (file.place == "frail" and not mark.exists()):
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if file.place == "faulty":
            raise OSError(28, "No space left on device", "out")
        return file.place


def each_alone(tmp_path, monkeypatch, *names):
    monkeypatch.setattr(blocks, "FILES", 1)
    for name in names:
        (tmp_path / name).write_text(name)
    return blocks.cut([str(tmp_path)])[0]


def test_blocks_are_done_again_until_they_cost_too_many_workers(joined, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "RETRIES", 1)
    todo = each_alone(tmp_path, monkeypatch, "first", "frail", "fatal", "last")
    found = list(cluster.Actors(2)(Fragile, todo))
    assert sorted(each for each in found if isinstance(each, str)) == ["first", "frail", "last"]
    (lost,) = (each for each in found if isinstance(each, cluster.Lost))
    assert [file.place for file in lost.block.files] == ["fatal"]


def test_workers_that_find_no_processor_get_one_in_the_end(joined, tmp_path, monkeypatch):
    todo = each_alone(tmp_path, monkeypatch, "first", "middle", "last")
    assert sorted(cluster.Actors(3)(Fragile, todo)) == ["first", "last", "middle"]  # on two processors


def test_what_a_worker_cannot_do_ends_the_work(joined, tmp_path, monkeypatch):
    with pytest.raises(OSError, match="No space left") as raised:
        list(cluster.Actors(2)(Fragile, each_alone(tmp_path, monkeypatch, "faulty")))
    assert (raised.value.filename, len(str(raised.value).splitlines())) == ("out", 1)


def test_clean_makes_the_same_records(here, site, tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(blocks, "FILES", 2)
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(5):
        (pages / f"{number}.html").write_text(site.story(f"bridge number {number}"))
    (pages / "bad.html").write_bytes(b"%PDF-")
    ray_run = ["clean", str(pages), "--engine", "ray", "-o", str(tmp_path / "out")]
    assert main(ray_run) == 1
    said = capfd.readouterr().err
    assert main(["clean", str(pages), "-j", "1", "-o", str(tmp_path / "plain.jsonl")]) == 1
    assert sorted(capfd.readouterr().err.splitlines()) == sorted(said.splitlines())
    shards = list((tmp_path / "out").iterdir())
    assert (len(shards), said.splitlines()[-1]) == (3, "5 cleaned, 0 empty, 1 failed")
    records = sorted(line for shard in shards for line in shard.read_bytes().splitlines())
    assert records == sorted((tmp_path / "plain.jsonl").read_bytes().splitlines())
    assert main(ray_run) == 0
    assert capfd.readouterr().err == "0 cleaned, 0 empty, 0 failed, 5 done before\n"


def test_clean_reads_and_writes_s3_and_shares_one_file(here, bucket, saved_story, tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(blocks, "BYTES", 200_000)
    monkeypatch.setattr(parts, "SURE", 50_000)
    monkeypatch.setattr(parts, "WINDOWS", (150_000,))
    records = (
        warc_record(number, saved_story(number, "<!--" + os.urandom(8_000).hex() + "-->")) for number in range(60)
    )
    bucket.pipe("corpus/in/news.warc.gz", b"".join(map(gzip.compress, records)))
    clean = ["clean", "s3://corpus/in/", "-j", "2", "--no-learn"]
    assert main([*clean, "--engine", "ray", "-o", "s3://corpus/out"]) == 0
    assert main([*clean, "-o", "s3://corpus/plain.jsonl"]) == 0
    assert capfd.readouterr().err.splitlines()[-2:] == ["60 cleaned, 0 empty, 0 failed"] * 2
    shards = bucket.find("corpus/out")
    assert len(shards) == 2
    records = sorted(line for shard in shards for line in bucket.cat(shard).splitlines())
    assert records == sorted(bucket.cat("corpus/plain.jsonl").splitlines())


def warc_record(number, page):
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}".encode()
    head = f"WARC-Type: response\r\nWARC-Target-URI: https://news.test/{number}\r\nContent-Length: {len(block)}"
    return b"WARC/1.0\r\n" + head.encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def kill_crawler(site):
    """Kill the process of Ray's that has the crawl, once the crawl has begun."""
    while len(site.requests) < 3:
        time.sleep(0.05)
    for each in Path("/proc").glob("[0-9]*"):
        if (each / "cmdline").read_bytes().startswith(b"ray::_crawl"):
            os.kill(int(each.name), signal.SIGKILL)
            return


def test_a_crawl_whose_worker_is_killed_is_done_by_another(here, site, tmp_path, capfd):
    site.stories(4)
    killer = Thread(target=kill_crawler, args=(site,))
    killer.start()
    store = f"sqlite:///{tmp_path}/news.db"
    code = main(["crawl", site.url, "--allow-host", site.host, "--engine", "ray", "--delay", "0.3", "--store", store])
    killer.join()
    assert code == 0, capfd.readouterr()
    with closing(open_store(store)) as opened, opened.reading() as connection:
        (only,) = runs.history(connection, site.host)
    assert (only.counts["stored"], bool(only.finished_at)) == (4, True)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["clean", "x.html", "--engine", "ray"], 2, "give -o a folder"),
        (["clean", "x.html", "--engine", "ray", "-o", "out", "-f", "csv"], 2, "-f jsonl or parquet"),
        (["clean", "-", "--engine", "ray", "-o", "out"], 2, "standard input"),
        (["crawl", "http://127.0.0.1:9/", "--engine", "ray", "--address", "x:1"], 2, "postgresql://"),
        (["crawl", "http://127.0.0.1:9/", "--engine", "ray", "--address", "127.0.0.1:9"], 3, "at 127.0.0.1:9: "),
    ],
)
def test_what_cannot_be_is_one_line(arguments, code, said, capfd, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if code == 3:
        arguments = [*arguments, "--store", "postgresql://nobody@127.0.0.1:9/news"]
    assert main(arguments) == code
    (line,) = capfd.readouterr().err.splitlines()
    assert said in line
