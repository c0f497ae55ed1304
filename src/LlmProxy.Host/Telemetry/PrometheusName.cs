using System.Text;
using OpenTelemetry.Metrics;

namespace LlmProxy.Host.Telemetry;

/// <summary>Turns OpenTelemetry's names into Prometheus's.</summary>
/// <remarks>
/// The rules are those of OpenTelemetry's "Prometheus and OpenMetrics compatibility": characters that Prometheus
/// does not know become one underscore, the unit becomes a suffix unless the name has the word already, and counters end with
/// <c>_total</c>.
/// </remarks>
internal static class PrometheusName
{
    /// <summary>The name of a metric, as <c>gen_ai_client_operation_duration_seconds</c>.</summary>
    /// <param name="name">As <c>gen_ai.client.operation.duration</c>.</param>
    /// <param name="unit">In UCUM, as <c>s</c>, <c>By</c> or <c>{token}</c>; may be empty.</param>
    /// <param name="type">Tells counters, and gauges of dimension one.</param>
    public static string OfMetric(string name, string unit, MetricType type)
    {
        var words = Clean(name, allowColon: true);
        var suffix = UnitWord(unit, type);
        if (suffix.Length > 0 && !words.Split('_').Contains(suffix) && !words.EndsWith('_' + suffix, StringComparison.Ordinal))
            words += '_' + suffix;
        if (IsCounter(type) && !words.EndsWith("_total", StringComparison.Ordinal)) words += "_total";
        return words;
    }

    /// <summary>The name of a label, as <c>gen_ai_request_model</c>.</summary>
    public static string OfLabel(string name) => Clean(name, allowColon: false);

    /// <summary>Whether the value only grows.</summary>
    public static bool IsCounter(MetricType type) => type is MetricType.LongSum or MetricType.DoubleSum;

    private static string Clean(string name, bool allowColon)
    {
        var clean = new StringBuilder(name.Length + 1);
        if (name.Length > 0 && char.IsAsciiDigit(name[0])) clean.Append('_');
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c) || (c == ':' && allowColon)) clean.Append(c);
            else if (clean.Length == 0 || clean[^1] != '_') clean.Append('_');
        }

        return clean.ToString();
    }

    private static string UnitWord(string unit, MetricType type)
    {
        // Annotations, as {token}, say what is counted, not in which unit.
        var bare = unit.Contains('{') ? "" : unit;
        var per = bare.IndexOf('/');
        if (per > 0) return $"{Word(bare[..per])}_per_{Singular(bare[(per + 1)..])}";
        if (bare == "1") return type is MetricType.LongGauge or MetricType.DoubleGauge ? "ratio" : "";
        return Word(bare);
    }

    private static string Word(string unit) => unit switch
    {
        "s" => "seconds",
        "ms" => "milliseconds",
        "us" => "microseconds",
        "ns" => "nanoseconds",
        "min" => "minutes",
        "h" => "hours",
        "d" => "days",
        "By" => "bytes",
        "KiBy" => "kibibytes",
        "MiBy" => "mebibytes",
        "GiBy" => "gibibytes",
        "%" => "percent",
        _ => Clean(unit, allowColon: false),
    };

    private static string Singular(string unit) => unit switch
    {
        "s" => "second",
        "m" => "minute",
        "h" => "hour",
        "d" => "day",
        _ => Clean(unit, allowColon: false),
    };
}
