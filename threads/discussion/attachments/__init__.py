"""Files in posts. Who may read one of the posts that show a file may have the file; asked anew at every request."""
