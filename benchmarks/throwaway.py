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
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

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
    folder = tempfile.mkdtemp(prefix="wirebrush-postgres-")
    user = _owner(folder)
    data = str(Path(folder, "data"))
    settings = ("listen_addresses=", f"unix_socket_directories={folder}", *settings)
    options = " ".join(f"-c {setting}" for setting in settings)
    arguments = ["-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    with _keeper(user, found / "pg_ctl", folder):
        _run(user, found / "initdb", "-D", data, *arguments)
        log = str(Path(folder, "log"))
        _run(user, found / "pg_ctl", "-D", data, "-l", log, "-w", "-t", STARTING_SECONDS, "-o", options, "start")
        yield f"postgresql://{USER}@/postgres?host={folder}"


@contextmanager
def _keeper(user: str | None, pg_ctl: Path, folder: str) -> Iterator[None]:
    """A process that stops the server and removes its folder once this block ends, or this process dies.

    It waits for a line, or the end of a pipe that this process holds, in a session of its own: what kills this process
    does not kill it, too.
    """
    script = 'trap "" TERM INT HUP; read _; "$0" -D "$1/data" -m immediate -w stop; rm -rf "$1"'
    command = ["sh", "-c", script, str(pg_ctl), folder]
    groups: list[str] | None = [] if user else None
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=quiet,
        stderr=quiet,
        user=user,
        extra_groups=groups,
        cwd="/",
        start_new_session=True,
    ) as keeper:
        try:
            yield
        finally:
            keeper.communicate(b"\n")


def cpu_seconds(url: str) -> float:
    """What the server at a URL of `server` has used of processors, with all its processes."""
    folder = Path(parse_qs(urlsplit(url).query)["host"][0])
    postmaster = (folder / "data" / "postmaster.pid").read_text().split()[0]
    ticks = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended meanwhile
            fields = status.read_text().rpartition(")")[2].split()
            if fields[1] == postmaster:
                ticks += int(fields[11]) + int(fields[12])
            elif status.parent.name == postmaster:
                ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _owner(folder: str) -> str | None:
    """Who runs the server: ourselves, or somebody else where we are root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    shutil.chown(folder, user)
    return user


def _run(user: str | None, program: Path, *arguments: str) -> None:
    groups: list[str] | None = [] if user else None
    command = [program, *arguments]
    subprocess.run(command, user=user, extra_groups=groups, cwd="/", stdout=subprocess.DEVNULL, check=True)
