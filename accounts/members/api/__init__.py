"""The REST door of members."""
