"""What happens in a month: one file each, and ``month``, which is their order and nothing else."""
