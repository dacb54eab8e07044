"""The way in: SSH as IOS-XE speaks it, the terminal's line editor, the prompt."""
