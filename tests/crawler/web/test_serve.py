import re
import signal
import urllib.request

from crawler.store import open_store


def test_the_command_serves_until_it_is_told_to_end(wirebrush, site):
    wirebrush("serve", "--store", "nothing.db", code=3)
    assert "no such store" in wirebrush.errors
    open_store(str(wirebrush.folder / "news.db")).close()
    wirebrush("serve", "--port", site.host.rpartition(":")[2], code=3)
    assert "name another one with --port" in wirebrush.errors
    process = wirebrush.start("serve", "--port", "0")
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+/", process.stderr.readline())[0]
        with urllib.request.urlopen(address, timeout=30) as answer:
            assert b"Nothing is stored yet" in answer.read()
        process.send_signal(signal.SIGTERM)
        process.wait(10)
    finally:
        process.kill()
        process.communicate()
