"""Configuration mode: what each line does to the configuration, and what IOS answers."""
