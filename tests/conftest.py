"""No test depends on timing: a busy machine must not fail a property."""

from hypothesis import settings

settings.register_profile("wirebrush", deadline=None)
settings.load_profile("wirebrush")
