"""A power cut keeps of the write-ahead log what the disk had taken: the store then holds whole transactions only."""

import shutil
from contextlib import closing

from crawler.store import open_store

FRAME_HEADER, WAL_HEADER = 24, 32


def test_a_log_cut_anywhere_gives_the_transactions_before_the_cut(tmp_path):
    kept, ends = tmp_path / "kept.db", []
    with closing(open_store(f"sqlite:///{kept}")) as store:
        for number in range(12):
            with store.writing() as connection:
                connection.exec_driver_sql(f"INSERT INTO profiles VALUES ('{number}.test', '\"x\"', 0)")
                connection.exec_driver_sql(f"INSERT INTO alert_states VALUES ('{number}.test', 'c', 1)")
            ends.append(kept.with_name("kept.db-wal").stat().st_size)
        with store.reading() as connection:
            frame = FRAME_HEADER + connection.exec_driver_sql("PRAGMA page_size").scalar_one()
            shutil.copy(kept, tmp_path / "disk.db")
            log = kept.with_name("kept.db-wal").read_bytes()
    frames = range(WAL_HEADER, len(log), frame)
    for cut in sorted({0, 10, *ends, *(end + 7 for end in ends), *frames}):
        shutil.copy(tmp_path / "disk.db", tmp_path / "cut.db")
        (tmp_path / "cut.db-wal").write_bytes(log[:cut])
        with closing(open_store(f"sqlite:///{tmp_path}/cut.db")) as store, store.reading() as connection:
            whole = sum(end <= cut for end in ends)
            for table in ("profiles", "alert_states"):
                assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == whole, cut
        (tmp_path / "cut.db-wal").unlink(missing_ok=True)
        (tmp_path / "cut.db-shm").unlink(missing_ok=True)
