"""What an overlay renders, as a test asks about it: its objects, its pods, and who may speak to whom."""
import subprocess

import yaml

from configuration import TREE

WORKLOADS = ("Deployment", "StatefulSet", "Job")


def matches(selector, labels):
    if selector is None:
        return False
    if any(labels.get(key) != value for key, value in (selector.get("matchLabels") or {}).items()):
        return False
    for each in selector.get("matchExpressions") or []:
        if each["operator"] != "In" or labels.get(each["key"]) not in each["values"]:
            return False
    return True


class Cluster:
    def __init__(self, overlay, kubectl):
        self.overlay = overlay
        known = TREE / "deploy/k8s/overlays" / overlay
        folder = str(known if known.exists() else TREE / "tests/k8s" / overlay)
        done = subprocess.run([kubectl, "kustomize", folder], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise AssertionError(f"{overlay} does not render: {done.stderr}")
        self.objects = list(yaml.safe_load_all(done.stdout))

    def of_kind(self, *kinds):
        return [one for one in self.objects if one["kind"] in kinds]

    def workloads(self):
        return self.of_kind(*WORKLOADS)

    def named(self, kind):
        return {one["metadata"]["name"]: one for one in self.of_kind(kind)}

    def pods(self):
        """Name of the workload -> labels of its pods."""
        return {one["metadata"]["name"]: one["spec"]["template"]["metadata"]["labels"] for one in self.workloads()}

    def ports(self):
        """Every port that a policy opens."""
        found = set()
        for policy in self.of_kind("NetworkPolicy"):
            for rule in (policy["spec"].get("ingress") or []) + (policy["spec"].get("egress") or []):
                found.update(port["port"] for port in rule.get("ports") or [])
        return found

    def _rules(self, direction, labels):
        for policy in self.of_kind("NetworkPolicy"):
            spec = policy["spec"]
            if direction.capitalize() in spec["policyTypes"] and matches(spec["podSelector"], labels):
                yield from spec.get(direction) or []

    def _allows(self, direction, peers, labels, other, port):
        for rule in self._rules(direction, labels):
            open_ports = [each["port"] for each in rule.get("ports") or []]
            if open_ports and port not in open_ports:
                continue
            allowed = rule.get(peers)
            if not allowed or any(matches(peer.get("podSelector"), other) and "namespaceSelector" not in peer
                                  for peer in allowed):
                return True
        return False

    def conversations(self):
        """(who, whom, port) of every connection between two pods that both sides' policies allow."""
        pods = self.pods()
        return {(who, whom, port) for who, from_labels in pods.items() for whom, to_labels in pods.items()
                for port in self.ports()
                if self._allows("egress", "to", from_labels, to_labels, port)
                and self._allows("ingress", "from", to_labels, from_labels, port)}

    def to_addresses(self, port):
        """Which pods may reach addresses outside on the port."""
        return {name for name, labels in self.pods().items() for rule in self._rules("egress", labels)
                if any("ipBlock" in peer for peer in rule.get("to") or [])
                and port in [each["port"] for each in rule.get("ports") or []]}
