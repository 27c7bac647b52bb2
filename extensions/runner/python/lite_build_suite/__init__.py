"""What runs in Python beside a test suite's pytest: `lite_build/suite` is the other end."""
