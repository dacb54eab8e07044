"""The running configuration as text, in IOS's order and with its indents."""
