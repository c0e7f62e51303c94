"""Agencies (机关): the tree, its changes over the years, and taking it in from a workbook."""
