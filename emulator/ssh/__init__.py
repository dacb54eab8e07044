"""SSH as on IOS-XE: handshake, terminal, line editor, prompt."""
