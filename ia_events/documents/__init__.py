"""Paper: badges and sign-in sheets as PDF, and the label stocks they are printed on."""
