"""What can be done with tenants. Written on the control plane only."""
