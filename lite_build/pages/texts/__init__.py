"""Text as HTML: Markdown, mathematics, code."""
