"""The pages of interviews: `reading` for everybody, `asking` for members, `desk` for editors and guests."""
