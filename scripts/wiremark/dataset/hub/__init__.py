"""A release on the Hugging Face Hub: what would change there, and the upload. Nothing else here imports its client."""
