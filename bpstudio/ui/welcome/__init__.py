"""The start screen: what one would like to see, as six pictures; any other key takes them away."""
