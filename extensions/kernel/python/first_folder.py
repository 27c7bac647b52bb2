"""Has IPython's shell remember as its first folder the one that Python starts in.

A shell from a snapshot was made elsewhere.
"""

from pathlib import Path

from IPython import get_ipython

shell = get_ipython()
shell.starting_dir = str(Path.cwd())
shell.user_ns["_dh"][:] = [str(Path.cwd())]
