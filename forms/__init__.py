"""WTForms built from the format: characters in, values out, nothing lost."""

from forms.section import SectionForm, form_for

__all__ = ["SectionForm", "form_for"]
