"""What organizers owe us, for our own staff: figures, invoices, accounts. Doors: the console's."""
