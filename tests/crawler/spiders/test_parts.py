import json

STORY = "/news/2026/01/05/about-the-long-bridge"


def part(site, number, last):
    following = f'<a href="{STORY}?page={number + 1}">Next page</a>' if number < last else ""
    first = f'<a href="{STORY}">1</a>' if number > 1 else ""
    page = site.story("long bridge", f"Only page {number} of {last} says what happened to span {number}.")
    return page.replace("</body>", f"<div>{first}{following}</div></body>")


def publish(site, last):
    site.put(STORY, part(site, 1, last))
    for number in range(2, last + 1):
        site.put(f"{STORY}?page={number}", part(site, number, last))
    site.put("/", site.listing(STORY, f"{STORY}?page=2"))


def records(wirebrush):
    return [json.loads(line) for line in wirebrush("export", "--format", "jsonl").splitlines()]


def test_an_article_on_three_pages_is_one_article(site, wirebrush):
    publish(site, 3)
    wirebrush.crawl(site)
    (record,) = records(wirebrush)
    assert record["url"].endswith(STORY)
    assert [f"happened to span {number}." in record["text"] for number in (1, 2, 3)] == [True] * 3
    assert record["text"].count("the council met in the old harbour hall") == 1


def test_a_part_that_is_not_there_ends_the_article(site, wirebrush):
    publish(site, 3)
    site.put(f"{STORY}?page=3", "", 404)
    site.put("/", site.listing(STORY))
    wirebrush.crawl(site)
    (record,) = records(wirebrush)
    assert "happened to span 2." in record["text"]
    assert not record["gone"]


def test_a_part_that_robots_forbids_costs_nothing_else(site, wirebrush):
    publish(site, 2)
    site.put("/robots.txt", "User-agent: *\nDisallow: /*?page=\n")
    site.put("/", site.listing(STORY))
    wirebrush.crawl(site)
    (record,) = records(wirebrush)
    assert "happened to span 1." in record["text"]
    assert "happened to span 2." not in record["text"]
    assert f"{STORY}?page=2" not in site.requests
