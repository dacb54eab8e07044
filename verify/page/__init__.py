"""The page of one run of the checks: one HTML file that needs no network and runs nothing."""
