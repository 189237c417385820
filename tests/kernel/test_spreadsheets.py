"""What strangers write never runs in the spreadsheet of whoever opens a table."""

import csv
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kernel.spreadsheets import harmless

RUNS = re.compile('[\\s"]*[=+\\-@\uff1d]')
written = st.text(alphabet=st.sampled_from("=+-@\uff1d;,\t\r\n\"' ax1"), max_size=12)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@given(written)
@example("=HYPERLINK(1)")
@example("well;=HYPERLINK(1)")
@example('well;"=HYPERLINK(1)"')
@example("well\n=HYPERLINK(1)")
def test_no_cell_runs_wherever_a_spreadsheet_parts_the_file(separator, text):
    file = io.StringIO()
    csv.writer(file).writerow(["K7P2XQ", harmless(text), "end"])
    for row in csv.reader(io.StringIO(file.getvalue(), newline=""), delimiter=separator):
        for cell in row:
            assert not RUNS.match(cell), row


@pytest.mark.parametrize("cell", ["", "Ana", "a-b", "ana@example.org", "1;2", 12, None])
def test_what_does_not_run_stays_as_it_is(cell):
    assert harmless(cell) == cell
