"""The way of a report (流转): filling in, review, approval, publication, correction; who may do what, what bars it."""
