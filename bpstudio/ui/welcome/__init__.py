"""The start screen: what one would like to see, as six pictures that are gone with any key."""
