"""FRRouting on Linux at its shell, over SSH: what only this kind of router needs."""
