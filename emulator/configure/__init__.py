"""Configuration mode: the effect of each line, and IOS's answer."""
