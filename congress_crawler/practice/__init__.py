"""What can the crawler be tried on, without a live site?"""
