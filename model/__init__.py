"""The wanted configuration: frozen values and the checks between them. No I/O, no Pulumi, no device text."""
