"""Container images for the lab's nodes, written by Python's tarfile: no registry and no container engine.

`archives.lab_archives()` gives the files, `archives.import_argv()` the command that loads one into a node's containerd.
"""
