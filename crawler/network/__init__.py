"""What stands between the crawl and the wire: which addresses may be connected to, and how much may come back."""
