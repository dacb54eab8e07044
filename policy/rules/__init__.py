"""The rules of the policy pack, as functions of a resource's inputs; they import nothing of the program."""
