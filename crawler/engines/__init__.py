"""Crawls that share a run: its hosts handed out as tasks, each in a process of its own, on one machine or many."""
