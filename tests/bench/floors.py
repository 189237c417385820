"""The floor under the stock: the same SQL as a hold and as a scan-less sale, run by pgbench."""

import os
import re
import subprocess
import tempfile
from pathlib import Path

from tests.bench.world import World

HOLD = """\
\\set cart random(1, 1000000000)
BEGIN;
UPDATE {schema}.inventory_stock SET held = held + 1
  WHERE id = {stock} AND capacity >= held + sold + 1;
INSERT INTO {schema}.inventory_hold (cart, session_id, ticket_type_id, room_id, quota_id,
  quantity, unit_price, currency, held_at, expires_at)
  VALUES (gen_random_uuid(), {session}, {type}, {stock}, NULL, 1, 2500, 'EUR', now(),
  now() + interval '15 minutes');
COMMIT;
"""


def holds_per_second(world: World, *, clients: int, seconds: int) -> float:
    """Transactions per second that pgbench makes of a hold's two statements on the hot row."""
    script = HOLD.format(
        schema=world.schema_name,
        stock=world.stock_id,
        session=world.session_id,
        type=world.type_id,
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hold.sql"
        path.write_text(script)
        shape = ["-n", "-c", str(clients), "-j", "1", "-T", str(seconds), "-f", str(path)]
        pgbench = Path(os.environ["MARQUEE_PG_BIN"]) / "pgbench"
        said = subprocess.run([pgbench, *shape], capture_output=True, text=True, check=True)
    return float(re.search(r"tps = ([\d.]+)", said.stdout).group(1))
