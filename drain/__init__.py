"""Takes a node's routes and then its sessions away before its maintenance, and gives them back."""
