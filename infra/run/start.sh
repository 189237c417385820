#!/bin/sh
# Finds a Python that Marquee can run on and hands over to infra/run/setup.py; all the rest is there.
#   start.sh demo|test|check|bench|lock|screens|words [arguments]
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.." && pwd)

# A name on the PATH may be a shim that only complains, so each candidate has to prove itself.
fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; }

for python in python3.14 python3.13 python3.12 python3 \
    "$HOME"/.pyenv/versions/3.14*/bin/python3 "$HOME"/.pyenv/versions/3.13*/bin/python3 \
    "$HOME"/.pyenv/versions/3.12*/bin/python3; do
    if fits "$python"; then
        export PYTHONPATH="$root"
        exec "$python" -P -m infra.run.setup "$@"
    fi
done
echo "Marquee needs Python 3.12 or newer, and none was found: install python3 of Debian 13, or 3.12+ with pyenv." >&2
exit 1
