"""Every overlay of deploy/k8s, rendered and read: pod security, probes, limits, secrets, settings, network."""
import os
import re
import unittest

from cluster import Cluster, matches
from configuration import Configuration

OVERLAYS = ("sandbox", "live", "cluster", "live-own-socket")
PROCESSES = {"near-intents-ingest", "market-reference-ingest", "inventory-sync", "liquidity-manager", "history-writer",
             "strategy-engine", "trade-executor"}
TO_THE_WORLD = {"near-intents-ingest", "market-reference-ingest", "inventory-sync", "liquidity-manager",
                "trade-executor"}
# In Kubernetes since 1.21 at the latest, and not deprecated today.
VERSIONS = {"v1", "apps/v1", "batch/v1", "policy/v1", "networking.k8s.io/v1"}
# Made by the operator, as overlays/live/kustomization.yaml tells.
SECRETS = {"signer-key", "account-key", "relay", "control", "nats", "postgres", "alert-webhook"}
# Pods of the operator's own that policies let in.
GUESTS = [{"app.kubernetes.io/name": "backup"}, {"unrip/reads-history": "true"}, {"unrip/operates": "true"},
          {"unrip/tells-people": "true"}]
PASSWORD_IN_URL = re.compile(r"://[^/@]*:[^/@]+@")


class Overlays(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.clusters = [Cluster(name, os.environ.get("KUBECTL", "kubectl")) for name in OVERLAYS]
        cls.configuration = Configuration()

    def setUp(self):
        self.where = ""

    def each(self, kinds):
        for cluster in self.clusters:
            for one in cluster.of_kind(*kinds):
                self.where = f"{cluster.overlay}, {one['kind']} {one['metadata']['name']}: "
                yield cluster, one

    def _formatMessage(self, msg, standardMsg):
        return self.where + super()._formatMessage(msg, standardMsg)

    def each_container(self):
        for cluster, one in self.each(("Deployment", "StatefulSet", "Job")):
            for container in one["spec"]["template"]["spec"]["containers"]:
                yield cluster, one, container

    def test_only_kinds_of_lasting_versions(self):
        for cluster in self.clusters:
            self.assertLessEqual({one["apiVersion"] for one in cluster.objects}, VERSIONS)

    def test_pods_are_restricted(self):
        for cluster, one in self.each(("Deployment", "StatefulSet", "Job")):
            pod = one["spec"]["template"]["spec"]
            self.assertIs(pod["enableServiceLinks"], False)
            self.assertIs(pod["automountServiceAccountToken"], False)
            self.assertIs(pod["securityContext"]["runAsNonRoot"], True)
            self.assertGreater(pod["securityContext"]["runAsUser"], 0)
            self.assertEqual("RuntimeDefault", pod["securityContext"]["seccompProfile"]["type"])
            self.assertFalse({"hostNetwork", "hostPID", "hostIPC"} & pod.keys())
            self.assertFalse([volume for volume in pod.get("volumes") or [] if "hostPath" in volume])
        for cluster in self.clusters:
            labels = cluster.named("Namespace")["unrip"]["metadata"]["labels"]
            self.assertEqual("restricted", labels["pod-security.kubernetes.io/enforce"])

    def test_containers_are_locked_down_and_bounded(self):
        for _, _, container in self.each_container():
            security = container["securityContext"]
            self.assertIs(security["allowPrivilegeEscalation"], False)
            self.assertIs(security["readOnlyRootFilesystem"], True)
            self.assertEqual({"drop": ["ALL"]}, security["capabilities"])
            self.assertIn("memory", container["resources"]["limits"])
            self.assertIn("cpu", container["resources"]["requests"])

    def test_what_stays_up_is_probed(self):
        for _, one, container in self.each_container():
            if one["kind"] == "Job":
                continue
            self.assertIn("readinessProbe", container)
            self.assertIn("livenessProbe", container)
            if one["metadata"]["name"] in PROCESSES:
                self.assertEqual("/livez", container["livenessProbe"]["httpGet"]["path"])
                self.assertEqual("/readyz", container["readinessProbe"]["httpGet"]["path"])

    def test_secrets_come_from_secrets(self):
        for _, _, container in self.each_container():
            for each in container.get("env") or []:
                if "value" not in each:
                    continue
                self.assertNotRegex(each["value"], PASSWORD_IN_URL)
                if each["name"] != "POSTGRES_URL":
                    self.assertNotIn(each["name"], self.configuration.secrets)
                    self.assertNotRegex(each["name"], "PASSWORD$|_TOKEN$|_KEY$|SECRET")

    def test_each_gets_only_what_it_reads_and_once(self):
        for cluster, _, container in self.each_container():
            program = container.get("command", [""])[0]
            names = [each["name"] for each in container.get("env") or []]
            for source in container.get("envFrom") or []:
                names += cluster.named("ConfigMap")[source["configMapRef"]["name"]]["data"]
            self.assertEqual(sorted(set(names)), sorted(names))
            for name in names:
                if container["image"].startswith("unrip:"):
                    self.assertTrue(self.configuration.is_read_by(name, program), f"{program} does not read {name}")

    def test_whatever_is_referred_to_exists(self):
        for cluster, one in self.each(("Deployment", "StatefulSet", "Job")):
            pod = one["spec"]["template"]["spec"]
            secrets = SECRETS if cluster.overlay != "sandbox" else set()
            generated = {self.plain(name) for name in cluster.named("Secret")}
            for volume in pod.get("volumes") or []:
                if "configMap" in volume:
                    self.assertIn(volume["configMap"]["name"], cluster.named("ConfigMap"))
                if "persistentVolumeClaim" in volume:
                    self.assertIn(volume["persistentVolumeClaim"]["claimName"],
                                  cluster.named("PersistentVolumeClaim"))
            for each in (env for container in pod["containers"] for env in container.get("env") or []):
                source = each.get("valueFrom") or {}
                if "secretKeyRef" in source and not source["secretKeyRef"].get("optional"):
                    self.assertIn(self.plain(source["secretKeyRef"]["name"]), secrets | generated)
                if "configMapKeyRef" in source:
                    self.assertIn(source["configMapKeyRef"]["name"], cluster.named("ConfigMap"))

    @staticmethod
    def plain(name):
        """A generated name without the digest that kustomize puts behind it."""
        return re.sub(r"-[a-z0-9]{10}$", "", name)

    def test_selectors_find_pods(self):
        for cluster, one in self.each(("Deployment", "StatefulSet")):
            self.assertTrue(matches(one["spec"]["selector"], one["spec"]["template"]["metadata"]["labels"]))
        for cluster, one in self.each(("Service",)):
            found = [work for work in cluster.workloads()
                     if matches({"matchLabels": one["spec"]["selector"]}, work["spec"]["template"]["metadata"]["labels"])]
            self.assertEqual(1, len(found))
            named = [port["name"] for container in found[0]["spec"]["template"]["spec"]["containers"]
                     for port in container["ports"]]
            self.assertLessEqual({port["targetPort"] for port in one["spec"]["ports"]}, set(named))
        for cluster, one in self.each(("PodDisruptionBudget",)):
            self.assertTrue(any(matches(one["spec"]["selector"], labels) for labels in cluster.pods().values()))

    def test_policies_name_pods_that_exist(self):
        for cluster, one in self.each(("NetworkPolicy",)):
            spec = one["spec"]
            peers = [peer for rule in (spec.get("ingress") or []) + (spec.get("egress") or [])
                     for peer in (rule.get("from") or []) + (rule.get("to") or [])]
            known = list(cluster.pods().values()) + GUESTS
            for selector in [spec["podSelector"]] + [peer["podSelector"] for peer in peers if "podSelector" in peer]:
                self.assertTrue(any(matches(selector, labels) for labels in known), selector)
                for expression in selector.get("matchExpressions") or []:
                    for value in expression["values"]:
                        self.assertIn(value, [labels.get(expression["key"]) for labels in known])

    def test_each_reaches_only_what_it_must(self):
        for cluster in self.clusters:
            expected = {(process, "nats", 4222) for process in PROCESSES | {"streams"}}
            if cluster.overlay == "cluster":
                expected |= {("nats", "nats", 6222)}
                self.assertEqual({"history-writer", "migrate"}, cluster.to_addresses(5432))
            else:
                expected |= {("history-writer", "postgres", 5432), ("migrate", "postgres", 5432)}
            if cluster.overlay == "sandbox":
                expected |= {(process, "venue-sandbox", 8091) for process in TO_THE_WORLD}
            with self.subTest(overlay=cluster.overlay):
                self.assertEqual(expected, cluster.conversations())
                self.assertEqual(set() if cluster.overlay == "sandbox" else TO_THE_WORLD, cluster.to_addresses(443))

    def test_the_relays_key_goes_to_the_executor_only_when_it_answers_by_itself(self):
        holders = {(cluster.overlay, one["metadata"]["name"]) for cluster, one, container in self.each_container()
                   if "NEAR_INTENTS_API_KEY" in str(container.get("env"))}
        everywhere = {(overlay, "near-intents-ingest") for overlay in OVERLAYS}
        self.assertEqual(everywhere | {("live-own-socket", "trade-executor")}, holders)

    def test_the_sandbox_has_nothing_of_production(self):
        sandbox = self.clusters[0]
        self.assertNotIn("signer-key", {self.plain(name) for name in sandbox.named("Secret")})
        self.assertIn("sandbox", str(sandbox.named("ConfigMap")))


if __name__ == "__main__":
    unittest.main(verbosity=2)
