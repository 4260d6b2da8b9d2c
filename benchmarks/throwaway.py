"""A PostgreSQL server of one's own for tests and benchmarks: made in a temporary folder, gone afterwards.

It needs the programs of a PostgreSQL (Debian: `apt-get install postgresql`), and listens on a socket in its folder
alone. As PostgreSQL refuses to run as root, root starts it as the user `postgres` or `nobody`.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

USER = "wirebrush"
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")  # a test's data may die with the machine
STARTING_SECONDS = "60"


def programs() -> Path | None:
    """The folder of the newest PostgreSQL's programs; None where there is none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    found = shutil.which("initdb")
    usual = [Path(found).resolve().parent] if found else []
    return next((folder for folder in (*reversed(folders), *usual) if (folder / "initdb").exists()), None)


@contextmanager
def server(settings: Sequence[str] = CARELESS) -> Iterator[str]:
    """The URL of an empty database, as long as the block runs."""
    found = programs()
    if found is None:
        raise SystemExit("PostgreSQL is not installed: apt-get install postgresql")
    with tempfile.TemporaryDirectory(prefix="wirebrush-postgres-") as folder:
        user = _owner(folder)
        data = str(Path(folder, "data"))
        settings = ("listen_addresses=", f"unix_socket_directories={folder}", *settings)
        options = " ".join(f"-c {setting}" for setting in settings)
        arguments = ["-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        _run(user, found / "initdb", "-D", data, *arguments)
        try:
            log = str(Path(folder, "log"))
            _run(user, found / "pg_ctl", "-D", data, "-l", log, "-w", "-t", STARTING_SECONDS, "-o", options, "start")
            yield f"postgresql://{USER}@/postgres?host={folder}"
        finally:
            _run(user, found / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop", check=False)


def _owner(folder: str) -> str | None:
    """Who runs the server: ourselves, or somebody else where we are root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    shutil.chown(folder, user)
    return user


def _run(user: str | None, program: Path, *arguments: str, check: bool = True) -> None:
    groups: list[str] | None = [] if user else None
    command = [program, *arguments]
    subprocess.run(command, user=user, extra_groups=groups, cwd="/", stdout=subprocess.DEVNULL, check=check)
