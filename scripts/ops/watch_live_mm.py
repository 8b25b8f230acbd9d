#!/usr/bin/env python3
"""What happens, as it happens: runs `unripctl watch` with the same options.

    scripts/ops/watch_live_mm.py --once
    scripts/ops/watch_live_mm.py --backfill 3 --heartbeat-every 30
"""
import os
import pathlib
import sys

root = pathlib.Path(__file__).resolve().parents[2]
built = root / "build/release/bin/unripctl"
program = str(built) if built.exists() else "unripctl"
os.execvp(program, [program, "watch", *sys.argv[1:]])
