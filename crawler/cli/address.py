"""The address of a page, as an option of the verbs that read saved pages."""

import click


class Address(click.ParamType[str]):
    """An http or https address without credentials: it becomes the record's `url`."""

    name = "url"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The address as given, but for its fragment; a usage error where it is none."""
        from crawler.config.values import url

        try:
            return url(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
