"""How fast is it, beside its peers in the same run?"""
