"""Where configuration goes: SSH sessions to routers. The only folder that knows paramiko; it judges no IOS answer."""
