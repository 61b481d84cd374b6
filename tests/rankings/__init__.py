"""The rankings: figures that anyone can compute anew."""
