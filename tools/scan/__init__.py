"""Scanners run against the program and its code; what they say is told in `docs/security.md`."""
