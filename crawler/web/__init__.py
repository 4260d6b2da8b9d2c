"""The pages of `wirebrush serve`: what came in, what was cut, which site is broken. Work without JavaScript."""
