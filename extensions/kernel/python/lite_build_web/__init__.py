"""Has Python's HTTP clients ask by the browser: a page has no sockets."""
