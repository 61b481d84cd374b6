"""Interviews: from a member's request to a published, signed transcript."""
