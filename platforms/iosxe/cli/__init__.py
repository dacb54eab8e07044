"""IOS-XE at the prompt: which mode a line leads to, what an answer means, and sending lines ahead of answers."""
