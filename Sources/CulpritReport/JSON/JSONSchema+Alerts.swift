extension JSONSchema {
    /// Of `culprit.alerts/1`.
    package static let alerts = #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "culprit.alerts/1",
          "description": "What culprit alerts prints with --format json.",
          "type": "object",
          "required": ["schema", "impact_measured", "rules"],
          "additionalProperties": false,
          "properties": {
            "schema": {"const": "culprit.alerts/1"},
            "impact_measured": {
              "description": "The end of the first minute of users' trouble; null where nothing tells of any.",
              "anyOf": [{"$ref": "#/$defs/time"}, {"type": "null"}]
            },
            "rules": {"type": "array", "items": {"$ref": "#/$defs/rule"}}
          },
          "$defs": {
            "time": {
              "type": "string",
              "pattern": "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3}|\\.\\d{6}|\\.\\d{9})?Z$"
            },
            "rule": {
              "type": "object",
              "required": [
                "alert", "engine", "expr", "for_seconds", "firings", "false_alarms", "seconds_before_impact",
                "not_evaluated"
              ],
              "additionalProperties": false,
              "properties": {
                "alert": {"type": "string"},
                "engine": {"enum": ["prometheus", "loki"]},
                "expr": {"type": "string"},
                "for_seconds": {"type": "number", "minimum": 0},
                "firings": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["from", "to"],
                    "additionalProperties": false,
                    "properties": {"from": {"$ref": "#/$defs/time"}, "to": {"$ref": "#/$defs/time"}}
                  }
                },
                "false_alarms": {"type": "integer", "minimum": 0},
                "seconds_before_impact": {
                  "description": "Of the first firing; negative where it came later, null where there was none.",
                  "type": ["integer", "null"]
                },
                "not_evaluated": {
                  "description": "Why it could not be tried; null where it was.",
                  "type": ["string", "null"]
                }
              }
            }
          }
        }

        """#
}
