"""What do other libraries read in the same page?"""
