"""Many stacks as one: a fleet file names them, and one command previews, applies, checks and compares all of them."""
