"""An S3 server of one's own for tests and benchmarks: moto's, in a thread of this process, with one bucket."""

import importlib
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

NAME = "corpus"
KEY = "a-key-that-nobody-may-see"


@contextmanager
def bucket() -> Iterator[Any]:
    """The file system of an empty bucket, as long as the block runs; whatever is started meanwhile may use it too."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = importlib.import_module("moto.server").ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    before = dict(os.environ)
    os.environ |= {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": KEY,
    }
    files = importlib.import_module("fsspec").filesystem("s3", skip_instance_cache=True)
    try:
        files.mkdir(f"s3://{NAME}")
        yield files
        files.rm(f"s3://{NAME}", recursive=True)  # all servers of a process have the same buckets
    finally:
        os.environ.clear()
        os.environ.update(before)
        server.stop()
        type(files).clear_instance_cache()
