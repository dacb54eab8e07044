"""The parser of typed lines: command tables, abbreviations, argument types, carets and `?`."""
