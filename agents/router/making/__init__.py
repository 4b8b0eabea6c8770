"""What training needs and answering does not: the fits and their cross-validation."""
