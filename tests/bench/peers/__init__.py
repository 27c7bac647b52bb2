"""Others who put Python into a page of plain HTML, from their npm packages, beside ours."""
