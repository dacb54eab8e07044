"""What a stack owns on an FRR router: lines, what runs, and the plans from one to the other."""
