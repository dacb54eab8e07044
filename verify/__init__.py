"""Checks of the running network, as typed data with one runner. Looks at everything, changes nothing."""
