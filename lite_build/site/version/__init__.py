"""One version of a site, in all that keeps its name from one build to the next."""
