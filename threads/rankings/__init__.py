"""Rankings: the lists by resource and by output, and their snapshots."""
