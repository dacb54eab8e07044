"""One kind of router each, behind one interface."""
