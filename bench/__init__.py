"""Measurements beside other tools on the same router; nothing here runs with the program."""
