"""Run every benchmark, one after the other: `python -m benchmarks`."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import benchmarks


def main() -> int:
    """0 when every ratio keeps its budget; those over it are printed anyway."""
    worst = 0
    for module in pkgutil.iter_modules(benchmarks.__path__):
        found = importlib.import_module(f"benchmarks.{module.name}")
        if module.name.startswith("_") or not hasattr(found, "main"):
            continue
        sys.stdout.write(f"\n{module.name}: {(found.__doc__ or '').splitlines()[0]}\n")
        sys.stdout.flush()
        worst = max(worst, found.main([]))
    return worst


if __name__ == "__main__":
    sys.exit(main())
