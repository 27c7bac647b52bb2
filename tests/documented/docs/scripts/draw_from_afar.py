"""
From afar
=========

This needs a module that no page has.
"""

import harbourmaster

print("asked", harbourmaster.NAME)
