"""What discovery cannot read."""


class DiscoveryError(ValueError):
    """The bytes are not what their reader reads; the message says what they are instead."""
