"""Group wrong answers by what they do, name groups, and say more about those without a name."""
