"""Checks of the running network, as typed data with one runner; they configure nothing."""
