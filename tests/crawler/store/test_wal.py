from contextlib import closing

from crawler.store import open_store, profiles


def test_one_reads_while_another_writes(tmp_path):
    with closing(open_store(f"sqlite:///{tmp_path}/news.db")) as store, store.reading() as reader:
        assert reader.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert profiles.load(reader) == {}
        with store.writing() as writer:
            profiles.save(writer, store.dialect, {}, 0.0)
            writer.exec_driver_sql("INSERT INTO profiles VALUES ('a.test', '\"{}\"', 0)")
        assert reader.exec_driver_sql("SELECT count(*) FROM profiles").scalar() == 0
