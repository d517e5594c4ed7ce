"""The month as ten steps: what needs a hand, the money waiting, and the time each step took."""
