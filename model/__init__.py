"""What should exist: frozen values checked against each other. No I/O, no Pulumi, no device text."""
