"""SSH connections to routers and hosts, on paramiko. An answer's meaning is not interpreted here."""
