"""What `pulumi preview` wants to do, as a page for those who decide on it."""
