using System.Diagnostics;
using System.Globalization;
using System.Text;
using OpenTelemetry;

namespace LlmProxy.Host.Telemetry;

/// <summary>Writes each finished span as one line.</summary>
/// <remarks>
/// This stands for <c>OpenTelemetry.Exporter.Console</c>. Only attributes that cannot hold a secret are shown: URLs can,
/// in their query.
/// </remarks>
internal sealed class ConsoleSpanExporter(TextWriter output) : BaseExporter<Activity>
{
    private static readonly string[] Shown = ["gen_ai.", "llmproxy.", "http.", "error.", "server."];

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Activity> batch)
    {
        var text = new StringBuilder();
        foreach (var span in batch) Append(text, span);
        output.Write(text);
        output.Flush();
        return ExportResult.Success;
    }

    private static void Append(StringBuilder text, Activity span)
    {
        text.Append("span ");
        AppendOneLine(text, span.DisplayName);
        text.Append(CultureInfo.InvariantCulture, $" {span.Duration.TotalMilliseconds:0.###} ms trace={span.TraceId} id={span.SpanId}");
        if (span.ParentSpanId != default) text.Append(CultureInfo.InvariantCulture, $" parent={span.ParentSpanId}");
        text.Append(" kind=").Append(KindName(span.Kind));
        if (span.Status is ActivityStatusCode.Error) text.Append(" failed");
        foreach (ref readonly var tag in span.EnumerateTagObjects())
        {
            if (IsShown(tag.Key)) AppendTag(text, tag.Key, tag.Value);
        }

        text.Append('\n');
    }

    private static void AppendTag(StringBuilder text, string key, object? value)
    {
        text.Append(' ').Append(key).Append('=');
        var shown = value is string[] many ? string.Join(',', many) : Convert.ToString(value, CultureInfo.InvariantCulture);
        AppendOneLine(text, shown ?? "");
    }

    private static void AppendOneLine(StringBuilder text, string value)
    {
        foreach (var c in value) text.Append(char.IsControl(c) || c is '\u2028' or '\u2029' ? '?' : c);
    }

    private static bool IsShown(string key)
    {
        foreach (var prefix in Shown)
        {
            if (key.StartsWith(prefix, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    private static string KindName(ActivityKind kind) => kind switch
    {
        ActivityKind.Server => "server",
        ActivityKind.Client => "client",
        ActivityKind.Producer => "producer",
        ActivityKind.Consumer => "consumer",
        _ => "internal",
    };
}
