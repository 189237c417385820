"""Pages for buyers: `programme`, `basket`, `checkout`, `order`."""
