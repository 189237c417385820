"""Pages of the organizer that show what is sold: home, programme, orders."""
