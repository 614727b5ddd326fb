#!/usr/bin/env bash
# Makes .venv if there is none and installs a locked list of packages into it.
set -euo pipefail
list=$1
if [ ! -x .venv/bin/python ]; then
  echo "Making the virtual environment …"
  if ! "$PYTHON" -m venv .venv 2>/dev/null; then
    rm -rf .venv
    # Debian keeps ensurepip in a package of its own: pip, where it is, can make an environment too
    if "$PYTHON" -m pip --version >/dev/null 2>&1; then
      "$PYTHON" -m pip install --quiet --target var/bootstrap virtualenv
      PYTHONPATH=var/bootstrap "$PYTHON" -m virtualenv --quiet .venv
    else
      echo "Python has neither venv nor pip. Install one of them (Debian: apt-get install python3-venv) and run make again." >&2
      exit 1
    fi
  fi
fi
[ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet uv
echo "Installing the packages of $list …"
.venv/bin/uv pip install --quiet --compile-bytecode --python .venv/bin/python --require-hashes --only-binary :all: -r "$list"
