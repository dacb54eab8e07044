"""The objects a stack owns on an IOS-XE router: their lines, and the plans from what runs to what is wanted."""
