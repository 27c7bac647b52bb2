"""What several commands take: options of a project, and its documentation."""
