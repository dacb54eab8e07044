"""The running configuration as text, in the order and with the indents IOS prints it."""
