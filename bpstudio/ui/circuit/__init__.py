"""The circuit: gates wired by hand, with values above the wires and gradients below."""
