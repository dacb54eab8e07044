"""What the scenarios type at the prompt of an IOS-XE router, and read there; nothing of it is the program's."""
