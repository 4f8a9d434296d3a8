"""The pages of the hall: ceremony, slips, the door, paper ballots, opening."""
