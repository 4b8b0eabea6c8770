"""What the model may read or propose, and the desk that acts."""
