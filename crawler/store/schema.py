"""The tables of the store, for every database SQLAlchemy speaks.

Times that the program compares are seconds since 1970 (floats); times that people read are ISO 8601 text.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()
Large = BigInteger().with_variant(Integer, "sqlite")  # 64 bits; SQLite's integers always have them

schema_version = Table("schema_version", metadata, Column("version", Integer, primary_key=True))

articles = Table(
    "articles",
    metadata,
    Column("id", Large, primary_key=True),
    Column("canonical_url", Text, nullable=False, unique=True),
    Column("url", Text, nullable=False, index=True),
    Column("host", Text, nullable=False, index=True, comment="host[:port] that served the page"),
    Column("site", Text, comment="what the page calls its site"),
    Column("title", Text),
    Column("authors", JSON, nullable=False),
    Column("published", Text),
    Column("modified", Text),
    Column("section", Text),
    Column("tags", JSON, nullable=False),
    Column("language", Text),
    Column("description", Text),
    Column("image", Text),
    Column("paywalled", Boolean),
    Column("text", Text, nullable=False),
    Column("fetched_at", Text, nullable=False, comment="UTC: when this version was fetched"),
    Column("duplicate_of", Text, comment="canonical URL of the article that had this text first"),
    Column("version", Integer, nullable=False),
    Column("gone", Boolean, nullable=False),
    Column("dated", Float, nullable=False, index=True, comment="published, or else fetched: the order of news"),
    Column("last_seen", Float, nullable=False, comment="when the site last served this version"),
    Column("text_digest", String(32), nullable=False, index=True),
)

versions = Table(  # versions that a newer one replaced; the newest is the row in `articles`
    "versions",
    metadata,
    Column("article_id", ForeignKey("articles.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("record", JSON, nullable=False),
)

frontier = Table(
    "frontier",
    metadata,
    Column("id", Large, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("site", Text, nullable=False, comment="the site of the crawl that it belongs to"),
    Column("origin", Text, nullable=False, comment="scheme://host[:port]: what politeness counts by"),
    Column("kind", String(16), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("state", String(8), nullable=False, comment="queued, leased, done, failed or refused"),
    Column("tries", Integer, nullable=False, comment="failures in a row"),
    Column("not_before", Float, nullable=False, comment="back-off: not to be fetched earlier"),
    Column("due_at", Float, comment="when a page that is done is worth another look; null: never"),
    Column("interval", Float, nullable=False, comment="seconds between the last two looks"),
    Column("lease_owner", String(64)),
    Column("lease_until", Float),
    Column("lastmod", Float, comment="what feeds and sitemaps say about its last change"),
    Column("fetched_at", Float),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("digest", String(32), comment="of the body as last fetched"),
    Column("reason", Text, comment="why it failed or was skipped"),
    Column("hints", JSON, nullable=False, comment="title, depth and the like from where it was found"),
)
Index("frontier_next", frontier.c.state, frontier.c.site, frontier.c.origin, frontier.c.priority.desc(), frontier.c.id)
Index("frontier_due", frontier.c.site, frontier.c.state, frontier.c.due_at)

runs = Table(
    "runs",
    metadata,
    Column("id", Large, primary_key=True),
    Column("started_at", Float, nullable=False),
    Column("finished_at", Float, comment="null: running, or it died and waits to be resumed"),
)

run_sites = Table(
    "run_sites",
    metadata,
    Column("run_id", ForeignKey("runs.id"), primary_key=True),
    Column("site", Text, primary_key=True, index=True),
    Column("url", Text, nullable=False),
    Column("verdict", Text, comment="what was found to be wrong with the site; null: nothing or not judged"),
)

counts = Table(  # what became of the pages of a site in a run: kept with the pages, in the same transaction
    "counts",
    metadata,
    Column("run_id", ForeignKey("runs.id"), primary_key=True),
    Column("site", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Integer, nullable=False),
)

locks = Table(  # one row for each site that a crawl is working on
    "locks",
    metadata,
    Column("site", Text, primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("machine", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("expires", Float, nullable=False, comment="a crawl that lives moves it on"),
)

profiles = Table(
    "profiles",
    metadata,
    Column("host", Text, primary_key=True),
    Column("profile", JSON, nullable=False),
    Column("learned_at", Float, nullable=False),
)
