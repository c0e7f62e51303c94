"""People (人员): accounts, passwords, one-time codes, sessions, and what programs may do for them."""
