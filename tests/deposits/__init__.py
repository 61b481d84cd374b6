"""The catalogue: its figures, its maps, its import."""
