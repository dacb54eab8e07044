"""A router that speaks IOS-XE at the prompt over SSH, and forwards what it was configured to."""
