"""What writing looks like: the letters and the commonest words of some languages, and what a text costs that is read with a wrong character set."""
