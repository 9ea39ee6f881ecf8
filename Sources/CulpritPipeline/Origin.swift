internal import CulpritModel

/// Whose records are: the host, or the pod, and the service, as far as something tells.
struct Origin: Sendable, Hashable {
    var host: Entity?
    var service: String?
}
