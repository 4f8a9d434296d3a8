"""What tests stand on: environment, databases, programs that may be missing, the browser."""
