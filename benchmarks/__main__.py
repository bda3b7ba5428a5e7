"""Run every benchmark, one after the other: `python -m benchmarks`.

Each has a process of its own, so that none is slower or larger for what another one has left.
"""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys

import benchmarks


def main() -> int:
    """0 when every budget is kept; what exceeds one is printed anyway."""
    worst = 0
    for name in sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__)):
        if name.startswith("_"):
            continue
        found = importlib.import_module(f"benchmarks.{name}")
        if not hasattr(found, "main"):
            continue  # it is shared by the others
        sys.stdout.write(f"\n{name}: {(found.__doc__ or '').splitlines()[0]}\n")
        sys.stdout.flush()
        ended = subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False)
        worst = max(worst, ended.returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
