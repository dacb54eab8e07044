"""What is written down about the model, made from it: the JSON Schema and two pages of the documentation."""
