"""The verbs of money: `taking` starts and settles payments, `returning` refunds, `ledger` books."""
