"""Calico's and MetalLB's objects as they are written, and what a running cluster has. Nothing is changed here."""
