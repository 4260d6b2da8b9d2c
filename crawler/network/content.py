"""What the head of a response says against its body, before the body is read."""

REFUSED_TYPES = (
    "image/", "video/", "audio/", "font/", "application/pdf", "application/msword", "application/vnd.",
    "application/x-shockwave", "application/epub", "application/x-bittorrent", "application/x-msdownload",
    "application/java-archive", "application/wasm", "multipart/byteranges",
)  # fmt: skip
PACKED_TYPES = ("application/zip", "application/x-gzip", "application/gzip", "application/octet-stream")
MAY_BE_PACKED = frozenset(("sitemap", "feed", "robots", "start"))


def refusal(status: int, content_type: str, kind: str) -> str | None:
    """Why the body is not wanted; None where it is. kind: what the request was for, in the frontier's words."""
    if status == 206:
        return "only a part of the page was sent (206)"
    name = content_type.partition(";")[0].strip().lower()
    if not name.startswith(REFUSED_TYPES) and (not name.startswith(PACKED_TYPES) or kind in MAY_BE_PACKED):
        return None
    family, _, form = name.partition("/")
    return f"not a page but {form[:40] if family == 'application' else family}"
