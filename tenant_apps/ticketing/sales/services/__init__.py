"""The verbs of a sale: `cart`, `checkout`, `settlement`, `expiry`, `refunds`, and `stocktake`."""
