"""`wirebrush clean`: saved pages in, clean text out."""

import click


@click.command()
@click.argument("paths", nargs=-1, required=True)
def clean(paths: tuple[str, ...]) -> int:
    """Clean saved pages."""
    raise click.UsageError(f"not yet: {paths}")
