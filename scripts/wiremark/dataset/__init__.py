"""The dataset: configs as Arrow tables, the card, and the folder that `load_dataset` opens."""
