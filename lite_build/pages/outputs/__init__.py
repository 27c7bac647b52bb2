"""What cells have put out, as HTML: the same elements as `extensions/page/src/outputs` makes in a page."""
