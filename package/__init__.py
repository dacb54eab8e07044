"""The components as a package that other Pulumi programs import, in any language."""
