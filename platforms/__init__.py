"""One kind of router each: what only IOS-XE, or only another platform, knows, behind one interface."""
