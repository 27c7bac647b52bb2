"""Opens the pages of a built site in a browser, as a reader would, and tells what goes wrong there."""
