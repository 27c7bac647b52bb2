"""The doit task generators that join lite-build's rooms to jupyterlite-core. They wire, and hold no logic."""
