"""The tags that a request brings, as condition keys."""


def tagged(request):
    """The tags of a request: {resource type or None: {key: value}}. Only EC2 says which resource each is for."""
    if request.service == "ec2" and "Tags" not in request.params:
        found = {}
        for each in request.params.get("TagSpecifications") or []:
            found.setdefault(each.get("ResourceType"), {}).update(pairs(each.get("Tags")))
        return found
    return {None: pairs(request.params.get("Tags", request.params.get("tags")))}


def pairs(tags):
    if isinstance(tags, dict):
        return dict(tags)
    return {either(tag, "Key", "key"): either(tag, "Value", "value") or "" for tag in tags or []}


def either(tag, *names):
    return next((tag[name] for name in names if tag.get(name) is not None), None)


def removed(request):
    """The tag keys that a request takes away."""
    return request.params.get("TagKeys") or request.params.get("tagKeys") or []


def context(wanted, brought, taken, kept):
    """The condition keys about tags out of those that an action has: `brought` and `taken` by the request, `kept` by
    the resource."""
    found = {}
    for key in wanted:
        if key == "aws:TagKeys" and (brought or taken):
            found[key] = [*brought, *taken]
        elif key.endswith(("RequestTag/", "req-tag/")):
            found.update({key + name: value for name, value in brought.items()})
        elif key.endswith(("ResourceTag/", "-tag/")):
            found.update({key + name: value for name, value in kept.items()})
    # The stand-in adds the tags of some resources whatever the action; a key that is None counts as absent.
    if "aws:ResourceTag/" not in wanted:
        found.update({f"aws:ResourceTag/{name}": None for name in kept})
    return found
