package import CulpritModel
package func anomalousWindows(in series: Series, signal: Signal, baseline: TimeSpan?, period: TimeSpan?) -> [Window] { [] }
package func congestionWindows(_ windows: [Window]) -> [CongestionWindow] { [] }
package func groupCrashes(_ crashes: [Crash], baseline: TimeSpan?) -> [CrashGroup] { [] }
