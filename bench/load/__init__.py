"""Fifty clerks at once on the real server for two minutes: `python -m bench.load`."""
