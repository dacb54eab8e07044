"""Files generated from the model: the JSON Schema and two pages of the documentation."""
