"""How does each kind of practice site serve and page its lists?"""
