"""The gallery of AFM widgets: each package is built into a site, shown in a page, driven once, and listed."""
