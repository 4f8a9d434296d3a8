"""The interface for other systems (接口): keys, and addresses that call the same actions as pages.

This room owns the keys and what each has delivered. A key can hand something in and ask what became
of what it handed in itself; it reads nothing else, so that who makes keys learns nothing by them.
"""
