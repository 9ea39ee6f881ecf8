extension JSONSchema {
    /// Of `culprit.digest/1`.
    package static let digest = #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "culprit.digest/1",
          "description": "What culprit digest prints with --format json.",
          "type": "object",
          "required": [
            "schema", "day", "quiet", "previous_days", "records", "events", "errors", "categories",
            "new_crashes", "returned_crashes", "vanished_crashes", "new_rules", "failed_backups", "clocks", "growth",
            "congested_minutes", "verdict", "noisiest",
            "congestion_windows"
          ],
          "additionalProperties": false,
          "properties": {
            "schema": {"const": "culprit.digest/1"},
            "day": {"$ref": "#/$defs/span"},
            "quiet": {"type": "boolean"},
            "previous_days": {"type": "integer", "minimum": 0},
            "records": {"$ref": "#/$defs/comparison"},
            "events": {"$ref": "#/$defs/comparison"},
            "errors": {"$ref": "#/$defs/comparison"},
            "categories": {
              "type": "object",
              "required": ["bug", "hardware", "network", "delay"],
              "additionalProperties": false,
              "properties": {
                "bug": {"$ref": "#/$defs/comparison"},
                "hardware": {"$ref": "#/$defs/comparison"},
                "network": {"$ref": "#/$defs/comparison"},
                "delay": {"$ref": "#/$defs/comparison"}
              }
            },
            "new_crashes": {"type": "array", "items": {"$ref": "#/$defs/crash"}},
            "returned_crashes": {"type": "array", "items": {"$ref": "#/$defs/crash"}},
            "vanished_crashes": {"type": "array", "items": {"$ref": "#/$defs/crash"}},
            "new_rules": {"type": "array", "items": {"$ref": "#/$defs/rule"}},
            "failed_backups": {"type": "array", "items": {"$ref": "#/$defs/rule"}},
            "clocks": {"type": "array", "items": {"$ref": "#/$defs/rule"}},
            "growth": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["what", "entity", "value", "before"],
                "additionalProperties": false,
                "properties": {
                  "what": {"type": "string"},
                  "entity": {"type": "string"},
                  "value": {"type": "number"},
                  "before": {"type": "number"}
                }
              }
            },
            "congested_minutes": {"$ref": "#/$defs/comparison"},
            "verdict": {
              "type": ["object", "null"],
              "required": ["category", "entity", "confidence", "summary"],
              "additionalProperties": false,
              "properties": {
                "category": {"enum": ["bug", "hardware", "network", "delay"]},
                "entity": {"type": "string"},
                "confidence": {"type": "number", "minimum": 0, "maximum": 1},
                "summary": {"type": "string"}
              }
            },
            "noisiest": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["entity", "entity_kind", "count", "mean_before"],
                "additionalProperties": false,
                "properties": {
                  "entity": {"type": "string"},
                  "entity_kind": {"enum": ["host", "service", "pod", "link", "device"]},
                  "count": {"type": "integer", "minimum": 0},
                  "mean_before": {"type": "number", "minimum": 0}
                }
              }
            },
            "congestion_windows": {"type": "array", "items": {"$ref": "#/$defs/congestion_window"}}
          },
          "$defs": {
            "time": {
              "type": "string",
              "pattern": "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3}|\\.\\d{6}|\\.\\d{9})?Z$"
            },
            "span": {
              "type": "object",
              "required": ["from", "to"],
              "additionalProperties": false,
              "properties": {"from": {"$ref": "#/$defs/time"}, "to": {"$ref": "#/$defs/time"}}
            },
            "comparison": {
              "type": "object",
              "required": ["count", "mean_before"],
              "additionalProperties": false,
              "properties": {"count": {"type": "integer", "minimum": 0}, "mean_before": {"type": "number", "minimum": 0}}
            },
            "rule": {
              "type": "object",
              "required": ["rule", "title", "count"],
              "additionalProperties": false,
              "properties": {
                "rule": {"type": "string"},
                "title": {"type": "string"},
                "count": {"type": "integer", "minimum": 0}
              }
            },
            "crash": {
              "type": "object",
              "required": ["signature", "title", "count"],
              "additionalProperties": false,
              "properties": {
                "signature": {"type": "string"},
                "title": {"type": "string"},
                "count": {"type": "integer", "minimum": 0}
              }
            },
            "congestion_window": {
              "type": "object",
              "required": ["from", "to", "entity", "peer", "signals", "score"],
              "additionalProperties": false,
              "properties": {
                "from": {"$ref": "#/$defs/time"},
                "to": {"$ref": "#/$defs/time"},
                "entity": {"type": "string"},
                "peer": {"type": ["string", "null"]},
                "signals": {"type": "array", "items": {"type": "string"}},
                "score": {"type": "number", "minimum": 0, "maximum": 1}
              }
            }
          }
        }

        """#
}
