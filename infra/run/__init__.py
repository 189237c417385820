"""Brings Marquee up on one machine: sets up, starts, watches and stops.

Standard library alone until the environment stands (`setup`), then `psutil` besides.
Reading order: `setup`, `demo`, `children`, `leash`.
"""
