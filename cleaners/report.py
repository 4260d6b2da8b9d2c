"""Explanations as one HTML file to look at: no scripts, nothing loaded, the page's own markup never alive."""

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape
from importlib.resources import files
from string import Template

from cleaners.article import Article
from cleaners.blocks import HEADINGS
from cleaners.explain import Explanation, Line, Tally

HUES = (8, 210, 285, 40, 165, 325, 245, 95, 190, 25, 60, 305)  # neighbours far apart; repeats after twelve steps


class Report:
    """Pages one below the other: the text as kept beside all blocks, removed ones coloured by step, with reasons.

    The file forbids everything but its own style sheet by a content security policy, and every word that comes from
    a page is escaped.
    """

    def __init__(self) -> None:
        self.kept = Tally()
        self.removed: dict[str, Tally] = {}
        self._pages: list[str] = []
        self._template = Template(_file("page.html"))

    def add(self, page: Explanation) -> None:
        """One more page."""
        self.kept += page.kept
        for step, tally in page.removed.items():
            self.removed[step] = self.removed.get(step, Tally()) + tally
        number, steps = len(self._pages), self._steps()
        self._pages.append(
            self._template.substitute(
                open="" if number else " open",
                name=escape(page.name),
                title=escape(page.article.title or "(no title)"),
                language=escape(page.article.language or ""),
                facts=_facts(page.article),
                text=_text(page, number),
                blocks="".join(_block(line, f"{number}-{line.block}", steps) for line in page.lines),
            )
        )

    def html(self) -> str:
        """The whole file."""
        steps = self._steps()
        style = _file("report.css") + _step_styles(steps.values())
        return Template(_file("report.html")).substitute(
            style=style,
            style_hash=b64encode(sha256(style.encode()).digest()).decode(),
            legend=self._legend(steps),
            pages="".join(self._pages),
        )

    def _steps(self) -> dict[str, int]:
        return {step: number for number, step in enumerate(self.removed)}

    def _legend(self, steps: dict[str, int]) -> str:
        kept = f"<label><input type=checkbox id=fk checked> kept {_count(self.kept)}</label>"
        return f'<li class="kept">{kept}</li>' + "".join(
            f'<li class="s{number}"><label><input type=checkbox id="f{number}" checked> <b>{escape(step)}</b>'
            f" removed {_count(self.removed[step])}</label></li>"
            for step, number in steps.items()
        )


def render_report(page: Explanation) -> str:
    """A report of one page."""
    report = Report()
    report.add(page)
    return report.html()


def _file(name: str) -> str:
    return (files("cleaners") / "data" / "report" / name).read_text("utf-8")


def _step_styles(numbers: Iterable[int]) -> str:
    return "".join(
        f".s{number}{{--hue:{HUES[number % len(HUES)]}}}"
        f"body:has(#f{number}:not(:checked)) ol>li.s{number}{{display:none}}\n"
        for number in numbers
    )


def _facts(article: Article) -> str:
    facts = {
        "Address": article.url,
        "Site": article.site,
        "Authors": ", ".join(article.authors),
        "Published": article.published and article.published.isoformat(),
        "Modified": article.modified and article.modified.isoformat(),
        "Section": article.section,
        "Tags": ", ".join(article.tags),
        "Language": article.language,
    }
    return "".join(f"<dt>{name}</dt><dd dir=auto>{escape(value)}</dd>" for name, value in facts.items() if value)


def _count(tally: Tally) -> str:
    blocks = "1 block" if tally.blocks == 1 else f"{tally.blocks:,} blocks"
    return f"{blocks}, " + ("1 word" if tally.words == 1 else f"{tally.words:,} words")


def _text(page: Explanation, number: int) -> str:
    if not page.article.text:
        return f"<p class=empty>No article text: {escape(page.empty_reason)}.</p>"
    return "".join(_paragraph(line, f"{number}-{line.block}") for line in page.lines if line.kept)


def _paragraph(line: Line, place: str) -> str:
    tag = "h3" if line.tag in HEADINGS else "p"
    link = f'<a href="#b{place}" title="Show this block in the page">¶</a>'
    return f"<{tag} dir=auto>{escape(line.text)}&nbsp;{link}</{tag}>\n"


def _block(line: Line, place: str, steps: dict[str, int]) -> str:
    look = "kept" if line.kept else f"removed s{steps[line.step]}"
    verdict = f"<b>{'kept' if line.kept else 'removed'}</b>" + (f" by <b>{escape(line.step)}</b>" if line.step else "")
    earlier = "".join(
        f"<br>before that, {'kept' if each.keep else 'removed'} by {escape(each.step)}: {escape(each.reason)}"
        for each in reversed(line.trail[:-1])
    )
    where = f"block {line.block}, &lt;{escape(line.tag or 'text')}&gt;"
    return (
        f'<li id="b{place}" class="{look}" tabindex=0 aria-describedby="r{place}">'
        f"<small>{'' if line.kept else escape(line.step)}</small>"
        f'<div dir=auto>{escape(line.text)}</div><div class=why id="r{place}" role=tooltip>'
        f"{verdict}: {escape(line.reason)}{earlier}<br>{where}</div></li>\n"
    )
