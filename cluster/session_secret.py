"""The name of the Secret with a speaker's session password, one in each speaker's namespace."""

SECRET = "bgp-coexist-session"
ENTRY = "password"
