"""What the checks see, again and again, as a view in the terminal; read-only."""
