"""What becomes of an approved version: signed, published, corrected, verified by anybody; on paper where need be."""
