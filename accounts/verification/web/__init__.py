"""The pages of verification: the member's, and the staff's."""
