"""The command `bgp-coexist`: starts one of the project's programs by its name."""
