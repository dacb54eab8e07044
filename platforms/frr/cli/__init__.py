"""The SSH session with an FRR router: commands, configuration, and the change that is reverted unless confirmed."""
