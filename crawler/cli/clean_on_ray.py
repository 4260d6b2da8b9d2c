"""`wirebrush clean --engine ray`: the same pages, counts and exit codes; shards in place of one file."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cleaners.pool import CleanPool
from crawler.cli.engine import require_ray
from crawler.cli.profiles import load_profiles
from crawler.cli.tally import Tally
from crawler.errors import SettingsError
from crawler.remote import is_address

if TYPE_CHECKING:
    from crawler.cli.clean import Settings
    from crawler.engines.blocks import Block
    from crawler.engines.shards import Shards


def clean_on_ray(paths: tuple[str, ...], settings: "Settings") -> int:
    """Returns the exit code.

    Raises SettingsError for options that do not go with it, or without Ray; UnavailableError where no cluster answers.
    """
    require_ray()
    from crawler.engines import blocks
    from crawler.engines.shards import Shards

    _check(paths, settings)
    shards = Shards(_absolute(str(settings["output"])), settings["form"] or "jsonl")
    found, refused = blocks.cut([_absolute(path) for path in paths])
    done = shards.begin(found, force=settings["force"])
    with Tally(as_json=settings["as_json"]) as tally:
        for each in refused:
            tally.add(each)
        for block in found:
            for _ in range(shards.rows(block) if shards.name(block) in done else 0):
                tally.done_before()
        if len(done) < len(found):
            _clean(found, done, shards, tally, settings)
    return tally.exit_code


def _clean(found: "list[Block]", done: set[str], shards: "Shards", tally: Tally, settings: "Settings") -> None:
    """What is not done."""
    from crawler.engines import bulk, cluster

    open_pool = partial(CleanPool, 1, seconds=settings["timeout"], memory_mb=settings["memory"])
    with cluster.joined(settings["address"], settings["jobs"]):
        engine = cluster.Actors(settings["jobs"] or cluster.processors())
        if settings["profiles"] or not settings["learn"]:
            profiles = load_profiles(settings["profiles"])
        else:
            profiles, inputs = bulk.learn(found, open_pool, engine)
            tally.live.expect(inputs)
        wanted = [block for block in found if shards.name(block) not in done]
        for outcome in bulk.clean(wanted, shards, partial(open_pool, profiles=profiles), engine):
            tally.add(outcome)
    shards.tidy()


def _check(paths: tuple[str, ...], settings: "Settings") -> None:
    from crawler.engines.shards import FORMS

    if settings["output"] in {None, "-"} or (settings["form"] or FORMS[0]) not in FORMS:
        raise SettingsError(f"--engine ray writes shards: give -o a folder or an address, and -f {' or '.join(FORMS)}")
    if settings["explain"] or settings["url"] or "-" in paths:
        raise SettingsError("--explain, --url and standard input do not go with --engine ray")


def _absolute(path: str) -> str:
    """The machines of a cluster work in folders of their own."""
    return path if is_address(path) else str(Path(path).absolute())
