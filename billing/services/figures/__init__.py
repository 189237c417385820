"""What we earn, in figures: each in every currency apart, and none that a query could not show.

`scope` says which accounts count; `recurring` reads switches, `attach` add-ons, `income` invoices
and shops' ledgers, `failures` what could not be collected, `meters` what was used.
"""
