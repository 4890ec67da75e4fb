"""WordprocessingML of all three kinds (transitional, Strict, and the flat XML of Word 2003) as a person sees it."""
