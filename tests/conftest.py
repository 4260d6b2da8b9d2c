"""What holds for every test: none depends on timing, nor on how the tests were started."""

import signal

from hypothesis import settings

settings.register_profile("wirebrush", deadline=None)  # a busy machine must not fail a property
settings.load_profile("wirebrush")

# A shell that starts the tests in the background lets them, and the commands they start, ignore Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)
