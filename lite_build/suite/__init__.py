"""Run a project's own test suite in the runtime of its site: under Node.js, from a snapshot."""
