"""Show commands in the layouts recorded from devices."""
