"""What French and English look like here: vocabulary, numbers in words, and the productions of the grammar."""
