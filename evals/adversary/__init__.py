"""An adversary that tries to bring an account below its firm's floor although every gap stays inside the model."""
