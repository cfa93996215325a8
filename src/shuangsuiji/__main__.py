"""``python -m shuangsuiji`` (命令行)."""

import sys

from shuangsuiji.cli import main

sys.exit(main())
