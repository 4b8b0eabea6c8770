"""What the desk does: sending once, protecting, reconciling, watching, flattening."""
