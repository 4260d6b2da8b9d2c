"""Blocks of inputs cleaned into shards: what one process makes of all of them, whatever dies on the way."""

import json
from contextlib import suppress
from functools import partial

import pytest

from cleaners.inputs import Refused
from cleaners.pool import CleanPool
from crawler.cli import main
from crawler.engines import blocks, bulk
from crawler.errors import SettingsError

pytest.importorskip("fsspec", reason="the extra `ray` is not installed")
from crawler.engines.shards import Shards

CHROME = "Readers of this paper also get our weekly letter about gardens, dogs and old trains, sent out on Fridays."


@pytest.fixture
def pages(tmp_path, monkeypatch, saved_story):
    """Twelve pages of one site in blocks of four, and one that is empty."""
    monkeypatch.setattr(blocks, "FILES", 4)
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number:02}.html").write_text(saved_story(number, CHROME))
    (folder / "99.html").write_text("")
    return folder


class Here:
    """An engine of one worker in this process, which loses the blocks of some keys when it is to clean them."""

    def __init__(self, dying=()):
        self.dying, self.done = dying, []

    def __call__(self, make, todo):
        work = make()
        for block in reversed(todo):
            if block.key in self.dying and isinstance(work, bulk.Cleaning):
                yield bulk.Lost(block, "no luck")
                continue
            self.done.append((type(work).__name__, block.key))
            yield work(block)


def clean(pages, output, engine=None, form="jsonl", *, force=False):
    """What became of the pages, and the records."""
    shards = Shards(str(output), form)
    found, refused = blocks.cut([str(pages)])
    assert not refused
    done = shards.begin(found, force=force)
    wanted = [block for block in found if shards.name(block) not in done]
    engine = engine or Here()
    profiles, inputs = bulk.learn(found, partial(CleanPool, 1), engine)
    assert inputs == 13
    return list(bulk.clean(wanted, shards, partial(CleanPool, 1, profiles=profiles), engine))


def records(output):
    return sorted(line for shard in output.glob("part-*.jsonl") for line in shard.read_bytes().splitlines())


def test_shards_hold_what_one_process_writes_into_a_file(pages, tmp_path):
    outcomes = clean(pages, tmp_path / "out")
    assert main(["clean", str(pages), "-o", str(tmp_path / "plain.jsonl"), "--jobs", "1"]) == 0
    plain = sorted((tmp_path / "plain.jsonl").read_bytes().splitlines())
    assert records(tmp_path / "out") == plain
    assert len(plain) == 12
    assert not any(CHROME in json.loads(line)["text"] for line in plain)
    assert [each.reason for each in outcomes if isinstance(each, Refused)] == ["an empty file"]
    assert {each.article for each in outcomes if not isinstance(each, Refused)} == {None}


def test_a_second_run_does_only_what_is_missing(pages, tmp_path):
    clean(pages, tmp_path / "out")
    whole = records(tmp_path / "out")
    gone = min((tmp_path / "out").iterdir())
    gone.unlink()
    engine = Here()
    clean(pages, tmp_path / "out", engine)
    assert [key for kind, key in engine.done if kind == "Cleaning"] == [gone.stem.removeprefix("part-")]
    assert records(tmp_path / "out") == whole


def test_a_block_that_is_done_twice_counts_once(pages, tmp_path):
    clean(pages, tmp_path / "out")
    found, _ = blocks.cut([str(pages)])
    shards = Shards(str(tmp_path / "out"), "jsonl")
    before = {path.name for path in (tmp_path / "out").iterdir()}
    with shards.write(found[0]) as writer:
        writer.write({"text": "the same"})
    assert {path.name for path in (tmp_path / "out").iterdir()} == before


def test_a_worker_that_dies_while_it_writes_leaves_no_shard(pages, tmp_path):
    found, _ = blocks.cut([str(pages)])
    shards = Shards(str(tmp_path / "out"), "jsonl")
    shards.begin(found, force=False)
    with suppress(KeyboardInterrupt), shards.write(found[0]) as writer:
        writer.write({})
        raise KeyboardInterrupt
    (tmp_path / "out" / ".part-1.jsonl.abc").write_text("half")
    shards.tidy()
    assert not list((tmp_path / "out").iterdir())


def test_pages_of_a_block_that_is_lost_are_named(pages, tmp_path):
    found, _ = blocks.cut([str(pages)])
    outcomes = clean(pages, tmp_path / "out", Here([found[1].key]))
    lost = [each for each in outcomes if isinstance(each, Refused) and each.reason == "no luck"]
    assert [each.name for each in lost] == [str(pages / f"{number:02}.html") for number in range(4, 8)]
    assert len(records(tmp_path / "out")) == 8


def test_shards_of_other_inputs_are_not_mixed_in(pages, tmp_path):
    clean(pages, tmp_path / "out")
    (pages / "00.html").write_text("<p>Another page about the river, a bridge and its arches.</p>")
    with pytest.raises(SettingsError, match="--force"):
        clean(pages, tmp_path / "out")
    clean(pages, tmp_path / "out", force=True)
    assert len(records(tmp_path / "out")) == 12


def test_shards_of_parquet_and_in_an_object_store(pages):
    fsspec = pytest.importorskip("fsspec")
    clean(pages, "memory://shards/out", form="parquet")
    files = fsspec.filesystem("memory")
    found, _ = blocks.cut([str(pages)])
    shards = Shards("memory://shards/out", "parquet")
    assert [shards.rows(block) for block in found] == [4, 4, 4, 0]
    assert len(files.find("/shards")) == 4
    assert shards.begin(found, force=False) == {shards.name(block) for block in found}
    assert not shards.begin(found, force=True)
    assert not files.find("/shards")


def test_rows_of_lines_are_counted(pages, tmp_path):
    clean(pages, tmp_path / "out")
    found, _ = blocks.cut([str(pages)])
    assert sum(Shards(str(tmp_path / "out"), "jsonl").rows(block) for block in found) == 12


def test_blocks_follow_from_size_and_number(tmp_path, monkeypatch):
    monkeypatch.setattr(blocks, "BYTES", 100)
    for number, size in enumerate([10, 30, 70, 250, 5, 5]):
        (tmp_path / f"{number}.html").write_bytes(b"x" * size)
    found, _ = blocks.cut([str(tmp_path)])
    assert [[file.size for file in block.files] for block in found] == [[10, 30], [70], [250], [5, 5]]
    (again, _), (missing, refused) = blocks.cut([str(tmp_path)]), blocks.cut([str(tmp_path / "no")])
    assert [block.key for block in again] == [block.key for block in found]
    assert (missing, len(refused)) == ([], 1)
