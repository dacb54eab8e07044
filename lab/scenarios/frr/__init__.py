"""What the scenarios configure on FRR, and read there; nothing of it is the program's."""
