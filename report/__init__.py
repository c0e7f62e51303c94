"""The domain of nianbao: formats, reports and numbers, with no framework underneath."""
