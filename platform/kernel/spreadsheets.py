"""Text in tables for spreadsheets: what somebody wrote is never run as a formula.

Excel runs a cell that begins with one of these signs. Where the machine's language writes decimals
with a comma, it parts CSV at semicolons, so that a formula may begin in the middle of our cells.
"""

import re

# The wide ones are taken for the others where East Asian text is written.
_RUNS = re.compile("(^|[;\t\r\n])(?=[\"'\\s]*[=+\\-@\uff1d\uff0b\uff0d\uff20])|^(?=[\t\r])")


def harmless[Cell](cell: Cell) -> Cell | str:
    """The cell for a CSV file; in text, an apostrophe stands before what could run."""
    return _RUNS.sub(r"\1'", cell) if isinstance(cell, str) else cell
