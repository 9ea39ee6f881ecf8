internal import Foundation

/// Holds a JSON document against the part of JSON Schema (draft 2020-12) that the published schemas use.
package struct JSONSchemaCheck {
    private let root: [String: Any]

    /// `nil` where `schema` is no JSON object.
    package init?(schema: String) {
        guard let root = try? JSONSerialization.jsonObject(with: Data(schema.utf8)) as? [String: Any] else {
            return nil
        }
        self.root = root
    }

    /// Returns what is wrong with `document`, each with its path; empty where nothing is.
    package func problems(in document: String) -> [String] {
        guard let value = try? JSONSerialization.jsonObject(with: Data(document.utf8)) else { return ["is no JSON"] }
        return problems(value, root, at: "$")
    }

    private func problems(_ value: Any, _ schema: [String: Any], at path: String) -> [String] {
        if let reference = schema["$ref"] as? String, let name = reference.split(separator: "/").last,
            let target = (root["$defs"] as? [String: Any])?[String(name)] as? [String: Any]
        {
            return problems(value, target, at: path)
        }
        if let choices = schema["anyOf"] as? [[String: Any]] {
            let all = choices.map { problems(value, $0, at: path) }
            return all.contains([]) ? [] : all.first ?? []
        }
        var found: [String] = []
        if let constant = schema["const"] as? String, value as? String != constant {
            found.append("\(path) is not \(constant)")
        }
        if let choices = schema["enum"] as? [String], !choices.contains(value as? String ?? "") {
            found.append("\(path) is none of \(choices)")
        }
        let types = (schema["type"] as? [String]) ?? (schema["type"] as? String).map { [$0] } ?? []
        if !types.isEmpty, !types.contains(where: { isOf(value, type: $0) }) { found.append("\(path) is no \(types)") }
        if let text = value as? String, let pattern = schema["pattern"] as? String,
            text.range(of: pattern, options: .regularExpression) == nil
        {
            found.append("\(path) does not match \(pattern)")
        }
        if let number = value as? NSNumber, !(value is String) {
            if let least = schema["minimum"] as? Double, number.doubleValue < least {
                found.append("\(path) < \(least)")
            }
            if let most = schema["maximum"] as? Double, number.doubleValue > most { found.append("\(path) > \(most)") }
        }
        if let items = schema["items"] as? [String: Any], let array = value as? [Any] {
            for (index, element) in array.enumerated() { found += problems(element, items, at: "\(path)[\(index)]") }
        }
        if let properties = schema["properties"] as? [String: [String: Any]], let object = value as? [String: Any] {
            for name in schema["required"] as? [String] ?? [] where object[name] == nil {
                found.append("\(path) lacks \(name)")
            }
            for (name, member) in object {
                guard let property = properties[name] else {
                    found.append("\(path).\(name) is not in the schema")
                    continue
                }
                found += problems(member, property, at: "\(path).\(name)")
            }
        }
        return found
    }

    private func isOf(_ value: Any, type: String) -> Bool {
        switch type {
        case "null": value is NSNull
        case "string": value is String
        case "boolean": value is Bool
        case "integer": (value as? Double).map { $0 == $0.rounded() } ?? false
        case "number": value is Double
        case "array": value is [Any]
        case "object": value is [String: Any]
        default: false
        }
    }
}
