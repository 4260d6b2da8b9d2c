"""Crawls that share a run: its hosts handed out as tasks, each in a process of its own, here or on many machines."""
