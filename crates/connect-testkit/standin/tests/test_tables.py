"""The tables name only what there is: actions, types and keys of the reference, parameters of the services."""

import unittest

from authorisation import besides, defaults, keys, reference, request, resources, stores


def operations(table):
    return [name.split(":") for name in table]


class Tables(unittest.TestCase):
    def test_types_are_in_the_reference(self):
        for service, kind in resources.NAMED_BY:
            self.assertIn(kind, reference.services()[service]["types"], service)
        self.assertLessEqual(set(stores.EC2_KINDS.values()), set(reference.services()["ec2"]["types"]))

    def test_parameters_are_those_of_some_operation_on_the_type(self):
        for (service, kind), rows in resources.NAMED_BY.items():
            model = request.service_model(service)
            actions = [
                name
                for name, entry in reference.services()[service]["actions"].items()
                if {kind, kind + "*"} & set(entry["types"]) and name in model.operation_names
            ]
            known = {member for name in actions for member in (model.operation_model(name).input_shape or {}).members}
            for parameter in (parameter for row in rows for parameter in row):
                self.assertIn(parameter, known, f"{service} {kind}")

    def test_what_is_authorised_besides_is_in_the_reference(self):
        for service, (action, made) in besides.TAGGING.items():
            self.assertIsNotNone(reference.action(service, action))
            for operation, kind in made.items():
                self.assertIn(kind, reference.services()[service]["types"])
                self.assertIn(operation, request.service_model(service).operation_names)
        for operation, (action, kind) in besides.IAM_TAGGING.items():
            self.assertIn("aws:RequestTag/", reference.keys("iam", action, kind), operation)

    def test_passed_roles_and_reads_are_parameters(self):
        for service, operation in operations(
            [*besides.PASSED, *besides.LINKED, *besides.CALLS, *besides.SECOND, *besides.LAUNCHES, *defaults.DEFAULTS]
        ):
            self.assertIn(operation, request.service_model(service).operation_names)
        for name, (parameter, _) in besides.PASSED.items():
            service, operation = name.split(":")
            self.assertIn(parameter, request.operation_model(service, operation).input_shape.members)

    def test_condition_keys_are_in_the_reference(self):
        known = {
            key
            for service in reference.services().values()
            for entry in service["actions"].values()
            for key in [*entry["keys"], *(key for found in entry["types"].values() for key in found)]
        }
        self.assertLessEqual(set(keys.KEYS), known)


if __name__ == "__main__":
    unittest.main()
