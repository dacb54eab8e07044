"""How a typed line is understood: command tables, abbreviations, argument types, carets and `?`."""
