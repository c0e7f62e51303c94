"""What people do with reports, as plain functions: the pages and the command line call these."""
