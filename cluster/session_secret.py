"""The Secret by which a speaker reads its sessions' password; each speaker has one in its own namespace."""

SECRET = "bgp-coexist-session"
ENTRY = "password"
