"""What the command line does: `cli.py` reads the arguments and calls these."""
