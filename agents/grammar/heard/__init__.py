"""What was typed around and instead of what was meant: hurried writing, slips, and a clause before the request."""
