"""What adapts Pulumi's host of dynamic providers: errors, threads, and the end of the engine."""
