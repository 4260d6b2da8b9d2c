"""One spider for all news sites; each source of addresses is a small module beside it."""
