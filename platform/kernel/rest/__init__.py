"""What every API operation shares: shapes of values, cursors, the wire, and who asks."""
