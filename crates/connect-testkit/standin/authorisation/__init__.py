"""What AWS authorises for a request, for a stand-in that asks its own evaluator with less.

`install()` puts it in front of the stand-in's evaluator. From a signed request of an IAM user or role it derives the
actions, resources and condition keys that the service authorization reference names (checks.py), and the stand-in's
evaluator decides each by the policies that are really stored. No answer is fixed here.
"""

from .install import install

__all__ = ["install"]
