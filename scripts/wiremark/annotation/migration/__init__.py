"""Annotation files and the lines of adjudication follow a change of the schema; a kill leaves nothing half done."""
