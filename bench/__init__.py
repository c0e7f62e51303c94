"""Measurements, apart from the tests: each module is run by hand and writes a table to `docs/`."""
