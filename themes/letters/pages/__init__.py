"""The mail desk backstage: what is sent, what was sent, who gets none, and from whom it comes."""
