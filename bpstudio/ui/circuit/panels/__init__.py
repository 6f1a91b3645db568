"""What stands around the circuit: inspector, values, strip, expression, predictions."""
