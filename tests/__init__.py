"""Tests of the whole house, journeys in a browser, and what all tests stand on."""
