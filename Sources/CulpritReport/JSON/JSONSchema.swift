/// The JSON Schemas (draft 2020-12) of the documents that others read.
package enum JSONSchema {}

extension JSONSchema {
    /// Of `culprit.report/1`.
    package static let report = #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "culprit.report/1",
          "description": "What culprit investigate and culprit report print with --format json.",
          "type": "object",
          "required": [
            "schema", "period", "baseline", "verdict", "causes", "categories", "crash_groups", "template_shifts",
            "congestion_windows", "timeline", "impact", "trigger", "first_symptom", "detection",
            "contributing_factors", "computed_remedies", "earlier_cases",
            "reproduce", "accounting", "sources"
          ],
          "additionalProperties": false,
          "properties": {
            "schema": {"const": "culprit.report/1"},
            "period": {"anyOf": [{"$ref": "#/$defs/span"}, {"type": "null"}]},
            "baseline": {"anyOf": [{"$ref": "#/$defs/span"}, {"type": "null"}]},
            "verdict": {
              "type": "object",
              "required": ["category", "entity", "confidence", "summary"],
              "additionalProperties": false,
              "properties": {
                "category": {"enum": ["bug", "hardware", "network", "delay", "undetermined"]},
                "entity": {"type": "string"},
                "confidence": {"type": "number", "minimum": 0, "maximum": 1},
                "summary": {"type": "string"}
              }
            },
            "causes": {"type": "array", "items": {"$ref": "#/$defs/cause"}},
            "categories": {
              "type": "object",
              "required": ["bug", "hardware", "network", "delay"],
              "additionalProperties": false,
              "properties": {
                "bug": {"type": "array", "items": {"type": "integer", "minimum": 1}},
                "hardware": {"type": "array", "items": {"type": "integer", "minimum": 1}},
                "network": {"type": "array", "items": {"type": "integer", "minimum": 1}},
                "delay": {"type": "array", "items": {"type": "integer", "minimum": 1}}
              }
            },
            "crash_groups": {"type": "array", "items": {"$ref": "#/$defs/crash_group"}},
            "template_shifts": {"type": "array", "items": {"$ref": "#/$defs/template_shift"}},
            "congestion_windows": {"type": "array", "items": {"$ref": "#/$defs/congestion_window"}},
            "timeline": {"type": "array", "items": {"$ref": "#/$defs/moment"}},
            "impact": {
              "type": ["object", "null"],
              "required": [
                "span", "failed_requests", "requests", "slow_requests", "failed_clients", "entity_count", "host_count",
                "entities"
              ],
              "additionalProperties": false,
              "properties": {
                "span": {"anyOf": [{"$ref": "#/$defs/span"}, {"type": "null"}]},
                "failed_requests": {
                  "description": "About so many more than usual; null where nothing tells.",
                  "type": ["integer", "null"],
                  "minimum": 0
                },
                "requests": {
                  "description": "By one view of them: a request is counted by each hop that answers it.",
                  "type": ["object", "null"],
                  "required": ["failed", "total", "counted_by"],
                  "additionalProperties": false,
                  "properties": {
                    "failed": {"type": "integer", "minimum": 0},
                    "total": {"type": ["integer", "null"], "minimum": 0},
                    "counted_by": {"type": "string"}
                  }
                },
                "slow_requests": {
                  "description": "Those that took longer than 99 of 100 usually do, beyond the one that does.",
                  "type": ["object", "null"],
                  "required": ["count", "total", "longer_than_seconds", "counted_by"],
                  "additionalProperties": false,
                  "properties": {
                    "count": {"type": "integer", "minimum": 0},
                    "total": {"type": "integer", "minimum": 0},
                    "longer_than_seconds": {"type": ["number", "null"], "minimum": 0},
                    "counted_by": {"type": "string"}
                  }
                },
                "failed_clients": {
                  "description": "Different clients that saw a failure, as far as access records name them.",
                  "type": ["object", "null"],
                  "required": ["count", "exact"],
                  "additionalProperties": false,
                  "properties": {
                    "count": {"type": "integer", "minimum": 0},
                    "exact": {"type": "boolean"}
                  }
                },
                "entity_count": {"type": "integer", "minimum": 0},
                "host_count": {"type": "integer", "minimum": 0},
                "entities": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["entity", "since"],
                    "additionalProperties": false,
                    "properties": {"entity": {"type": "string"}, "since": {"$ref": "#/$defs/time"}}
                  }
                }
              }
            },
            "rests_on": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["rule", "category_without", "entity_without"],
                "additionalProperties": false,
                "properties": {
                  "rule": {"type": "string"},
                  "category_without": {"enum": ["bug", "hardware", "network", "delay", "undetermined"]},
                  "entity_without": {"type": "string"}
                }
              }
            },
            "trigger": {"anyOf": [{"$ref": "#/$defs/moment"}, {"type": "null"}]},
            "first_symptom": {"anyOf": [{"$ref": "#/$defs/moment"}, {"type": "null"}]},
            "detection": {
              "type": "object",
              "required": ["first_evidence", "first_possible_alert", "alert", "first_alert_seen", "minutes_lost"],
              "additionalProperties": false,
              "properties": {
                "first_evidence": {"anyOf": [{"$ref": "#/$defs/time"}, {"type": "null"}]},
                "first_possible_alert": {"anyOf": [{"$ref": "#/$defs/time"}, {"type": "null"}]},
                "alert": {"type": ["string", "null"]},
                "first_alert_seen": {"anyOf": [{"$ref": "#/$defs/moment"}, {"type": "null"}]},
                "minutes_lost": {"type": ["number", "null"]}
              }
            },
            "contributing_factors": {"type": "array", "items": {"type": "string"}},
            "computed_remedies": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["kind", "minutes_saved", "basis", "findings"],
                "additionalProperties": false,
                "properties": {
                  "kind": {"enum": ["update", "balance", "watch", "protect", "ease"]},
                  "minutes_saved": {
                    "type": ["object", "null"],
                    "required": ["lower", "upper"],
                    "additionalProperties": false,
                    "properties": {
                      "lower": {"type": "number", "minimum": 0},
                      "upper": {"type": "number", "minimum": 0}
                    }
                  },
                  "basis": {"type": "string"},
                  "findings": {
                    "type": "array",
                    "items": {
                      "type": "object",
                      "required": ["text", "source", "line"],
                      "additionalProperties": false,
                      "properties": {
                        "text": {"type": "string"},
                        "source": {"type": ["string", "null"]},
                        "line": {"type": ["integer", "null"], "minimum": 1}
                      }
                    }
                  }
                }
              }
            },
            "earlier_cases": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["case", "period", "verdict", "same_verdict", "common_crashes", "common_rules"],
                "additionalProperties": false,
                "properties": {
                  "case": {"type": "string"},
                  "period": {"anyOf": [{"$ref": "#/$defs/span"}, {"type": "null"}]},
                  "verdict": {"type": ["string", "null"]},
                  "same_verdict": {"type": "boolean"},
                  "common_crashes": {"type": "array", "items": {"type": "string"}},
                  "common_rules": {"type": "array", "items": {"type": "string"}}
                }
              }
            },
            "reproduce": {
              "type": "object",
              "required": ["command", "rules"],
              "additionalProperties": false,
              "properties": {"command": {"type": "string"}, "rules": {"type": "string"}}
            },
            "clock_offsets": {"type": "array", "items": {"$ref": "#/$defs/clock_offset"}},
            "accounting": {"$ref": "#/$defs/accounting"},
            "sources": {"type": "array", "items": {"$ref": "#/$defs/source"}}
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
            "category": {"enum": ["bug", "hardware", "network", "delay"]},
            "entity_kind": {"enum": ["host", "service", "pod", "link", "device"]},
            "moment": {
              "type": "object",
              "required": ["time", "what", "entity", "source", "line"],
              "additionalProperties": false,
              "properties": {
                "time": {"$ref": "#/$defs/time"},
                "what": {"type": "string"},
                "entity": {"type": "string"},
                "source": {"type": "string"},
                "line": {"type": "integer", "minimum": 0}
              }
            },
            "evidence": {
              "type": "object",
              "required": ["kind", "for", "weight", "source", "line", "byte", "time", "text", "rule"],
              "additionalProperties": false,
              "properties": {
                "kind": {"enum": ["rule", "crash", "template", "window", "change"]},
                "for": {"type": "boolean"},
                "weight": {"type": "number"},
                "source": {"type": "string"},
                "line": {"type": "integer", "minimum": 0},
                "byte": {"type": "integer", "minimum": 0},
                "time": {"anyOf": [{"$ref": "#/$defs/time"}, {"type": "null"}]},
                "text": {"type": "string"},
                "rule": {"type": ["string", "null"]}
              }
            },
            "cause": {
              "type": "object",
              "required": [
                "rank", "category", "entity", "entity_kind", "score", "confidence", "first_seen",
                "last_seen", "summary", "evidence", "remedies"
              ],
              "additionalProperties": false,
              "properties": {
                "rank": {"type": "integer", "minimum": 1},
                "category": {"$ref": "#/$defs/category"},
                "entity": {"type": "string"},
                "entity_kind": {"$ref": "#/$defs/entity_kind"},
                "score": {"type": "number"},
                "confidence": {"type": "number", "minimum": 0, "maximum": 1},
                "first_seen": {"anyOf": [{"$ref": "#/$defs/time"}, {"type": "null"}]},
                "last_seen": {"anyOf": [{"$ref": "#/$defs/time"}, {"type": "null"}]},
                "summary": {"type": "string"},
                "evidence": {"type": "array", "items": {"$ref": "#/$defs/evidence"}},
                "remedies": {"type": "array", "items": {"type": "string"}}
              }
            },
            "crash_group": {
              "type": "object",
              "required": [
                "signature", "title", "kind", "count", "first_seen", "last_seen", "entities",
                "frames", "new", "sample", "state", "versions", "frame_shares", "correlations", "change_before"
              ],
              "additionalProperties": false,
              "properties": {
                "signature": {"type": "string"},
                "title": {"type": "string"},
                "kind": {"type": "string"},
                "count": {"type": "integer", "minimum": 0},
                "first_seen": {"anyOf": [{"$ref": "#/$defs/time"}, {"type": "null"}]},
                "last_seen": {"anyOf": [{"$ref": "#/$defs/time"}, {"type": "null"}]},
                "entities": {"type": "array", "items": {"type": "string"}},
                "frames": {"type": "array", "items": {"type": "string"}},
                "new": {"type": "boolean"},
                "sample": {
                  "type": "object",
                  "required": ["source", "line"],
                  "additionalProperties": false,
                  "properties": {"source": {"type": "string"}, "line": {"type": "integer", "minimum": 0}}
                },
                "state": {"enum": ["new", "known", "returned"]},
                "versions": {"type": "array", "items": {"type": "string"}},
                "frame_shares": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["frame", "share"],
                    "additionalProperties": false,
                    "properties": {
                      "frame": {"type": "string"},
                      "share": {"type": "number", "minimum": 0, "maximum": 1}
                    }
                  }
                },
                "correlations": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["attribute", "value", "share", "usual_share", "false_discovery_rate"],
                    "additionalProperties": false,
                    "properties": {
                      "attribute": {"type": "string"},
                      "value": {"type": "string"},
                      "share": {"type": "number", "minimum": 0, "maximum": 1},
                      "usual_share": {"type": "number", "minimum": 0, "maximum": 1},
                      "false_discovery_rate": {"type": "number", "minimum": 0, "maximum": 1}
                    }
                  }
                },
                "change_before": {"anyOf": [{"$ref": "#/$defs/moment"}, {"type": "null"}]}
              }
            },
            "template_shift": {
              "type": "object",
              "required": [
                "template", "template_id", "kind", "count", "rate", "usual_rate", "false_discovery_rate", "entities",
                "first_seen", "source", "line", "byte"
              ],
              "additionalProperties": false,
              "properties": {
                "template": {"type": "string"},
                "template_id": {"type": "integer", "minimum": 0},
                "kind": {"enum": ["new", "vanished", "shifted"]},
                "count": {"type": "integer", "minimum": 0},
                "rate": {"type": "number", "minimum": 0},
                "usual_rate": {"type": "number", "minimum": 0},
                "false_discovery_rate": {"type": "number", "minimum": 0, "maximum": 1},
                "entities": {"type": "array", "items": {"type": "string"}},
                "first_seen": {"anyOf": [{"$ref": "#/$defs/time"}, {"type": "null"}]},
                "source": {"type": "string"},
                "line": {"type": "integer", "minimum": 0},
                "byte": {"type": "integer", "minimum": 0}
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
                "score": {"type": "number", "minimum": 0, "maximum": 1},
                "entities": {"type": "array", "items": {"type": "string"}},
                "kind": {"enum": ["congestion", "slow-server", "failing-link"]},
                "peak": {"anyOf": [{"$ref": "#/$defs/time"}, {"type": "null"}]},
                "lost_requests": {"type": "number", "minimum": 0},
                "load": {
                  "type": "object",
                  "required": ["order", "driver", "driver_share", "hours", "weekdays"],
                  "additionalProperties": false,
                  "properties": {
                    "order": {"enum": ["demand-first", "latency-first", null]},
                    "driver": {"type": ["string", "null"]},
                    "driver_share": {"type": "number", "minimum": 0, "maximum": 1},
                    "excess": {"type": "number", "minimum": 0, "maximum": 1},
                    "hours": {"type": "array", "items": {"type": "integer", "minimum": 0, "maximum": 23}},
                    "weekdays": {"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 7}}
                  }
                }
              }
            },
            "clock_offset": {
              "type": "object",
              "required": [
                "host", "reference", "offset_s", "uncertainty_s", "drift_ppm", "at", "requests", "aligned"
              ],
              "additionalProperties": false,
              "properties": {
                "host": {"type": "string"},
                "reference": {"type": "string"},
                "offset_s": {"type": "number"},
                "uncertainty_s": {"type": ["number", "null"], "minimum": 0},
                "drift_ppm": {"type": ["number", "null"]},
                "at": {"anyOf": [{"$ref": "#/$defs/time"}, {"type": "null"}]},
                "requests": {"type": "integer", "minimum": 1},
                "aligned": {"type": "boolean"}
              }
            },
            "accounting": {
              "type": "object",
              "required": [
                "sources", "bytes_read", "bytes_decompressed", "bytes_unread", "lines", "records",
                "records_parsed", "records_unparsed", "records_untimed", "events", "samples",
                "records_of_other_templates", "incomplete_sources"
              ],
              "additionalProperties": false,
              "properties": {
                "sources": {"type": "integer", "minimum": 0},
                "bytes_read": {"type": "integer", "minimum": 0},
                "bytes_decompressed": {"type": "integer", "minimum": 0},
                "bytes_unread": {"type": "integer", "minimum": 0},
                "lines": {"type": "integer", "minimum": 0},
                "records": {"type": "integer", "minimum": 0},
                "records_parsed": {"type": "integer", "minimum": 0},
                "records_unparsed": {"type": "integer", "minimum": 0},
                "records_untimed": {"type": "integer", "minimum": 0},
                "events": {"type": "integer", "minimum": 0},
                "samples": {"type": "integer", "minimum": 0},
                "records_of_other_templates": {"type": "integer", "minimum": 0},
                "records_given_up": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["rule", "records"],
                    "additionalProperties": false,
                    "properties": {
                      "rule": {"type": "string"},
                      "records": {"type": "integer", "minimum": 1}
                    }
                  }
                },
                "incomplete_sources": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["source", "reason", "bytes_recovered", "bytes_unread"],
                    "additionalProperties": false,
                    "properties": {
                      "source": {"type": "string"},
                      "reason": {"type": "string"},
                      "bytes_recovered": {"type": "integer", "minimum": 0},
                      "bytes_unread": {"type": "integer", "minimum": 0}
                    }
                  }
                }
              }
            },
            "source": {
              "type": "object",
              "required": [
                "source", "content", "formats", "span", "sha256", "bytes_read",
                "bytes_decompressed", "lines", "records", "records_unparsed", "records_untimed",
                "events", "samples", "gaps"
              ],
              "additionalProperties": false,
              "properties": {
                "source": {"type": "string"},
                "content": {"enum": ["logs", "metrics", "binary", "empty"]},
                "formats": {"type": "array", "items": {"type": "string"}},
                "main_format_records": {"type": "integer", "minimum": 0},
                "lead_lines": {"type": "integer", "minimum": 0},
                "clock_steps": {
                  "type": "object",
                  "required": ["count", "largest_s", "from", "to", "line", "byte"],
                  "additionalProperties": false,
                  "properties": {
                    "count": {"type": "integer", "minimum": 1},
                    "largest_s": {"type": "number", "minimum": 0},
                    "from": {"$ref": "#/$defs/time"},
                    "to": {"$ref": "#/$defs/time"},
                    "line": {"type": "integer", "minimum": 1},
                    "byte": {"type": "integer", "minimum": 0}
                  }
                },
                "span": {"anyOf": [{"$ref": "#/$defs/span"}, {"type": "null"}]},
                "sha256": {"type": ["string", "null"]},
                "bytes_read": {"type": "integer", "minimum": 0},
                "bytes_decompressed": {"type": "integer", "minimum": 0},
                "lines": {"type": "integer", "minimum": 0},
                "records": {"type": "integer", "minimum": 0},
                "records_unparsed": {"type": "integer", "minimum": 0},
                "records_untimed": {"type": "integer", "minimum": 0},
                "events": {"type": "integer", "minimum": 0},
                "samples": {"type": "integer", "minimum": 0},
                "gaps": {"type": "array", "items": {"$ref": "#/$defs/span"}},
                "damage": {
                  "type": "object",
                  "required": ["reason", "bytes_recovered", "bytes_unread"],
                  "additionalProperties": false,
                  "properties": {
                    "reason": {"type": "string"},
                    "bytes_recovered": {"type": "integer", "minimum": 0},
                    "bytes_unread": {"type": "integer", "minimum": 0}
                  }
                }
              }
            }
          }
        }

        """#
}
