"""A build as a whole: from a configured project to a site that takes the last one's place."""
