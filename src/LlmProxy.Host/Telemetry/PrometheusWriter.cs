using System.Buffers;
using System.Globalization;
using System.Text;

namespace LlmProxy.Host.Telemetry;

/// <summary>Writes the pieces of Prometheus's text format 0.0.4 as UTF-8, without making strings.</summary>
internal sealed class PrometheusWriter
{
    private readonly ArrayBufferWriter<byte> _output = new(16 * 1024);

    /// <summary>What has been written since <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Written => _output.WrittenMemory;

    /// <summary>Forgets what was written and keeps the memory for the next time.</summary>
    public void Clear() => _output.ResetWrittenCount();

    /// <summary>Writes text that needs no escaping.</summary>
    public void Raw(ReadOnlySpan<char> text)
    {
        var target = _output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        _output.Advance(Encoding.UTF8.GetBytes(text, target));
    }

    /// <summary>Writes bytes as they are.</summary>
    public void Raw(ReadOnlySpan<byte> text) => _output.Write(text);

    /// <summary>Writes text with backslash, quote and line feed escaped; the quote only inside label values.</summary>
    public void Escaped(ReadOnlySpan<char> text, bool inQuotes)
    {
        while (true)
        {
            var special = inQuotes ? text.IndexOfAny('\\', '\n', '"') : text.IndexOfAny('\\', '\n');
            if (special < 0) break;
            Raw(text[..special]);
            Raw(text[special] switch { '\n' => "\\n"u8, '"' => "\\\""u8, _ => "\\\\"u8 });
            text = text[(special + 1)..];
        }

        Raw(text);
    }

    /// <summary>Writes a sample's value or a bucket's bound in its shortest exact form.</summary>
    public void Number(double value)
    {
        if (double.IsPositiveInfinity(value)) Raw("+Inf"u8);
        else if (double.IsNegativeInfinity(value)) Raw("-Inf"u8);
        else Formatted(value);
    }

    /// <summary>Writes a sample's value.</summary>
    public void Number(long value) => Formatted(value);

    /// <summary>Writes a label's value, whatever its type.</summary>
    public void LabelValue(object? value)
    {
        switch (value)
        {
            case string text: Escaped(text, inQuotes: true); break;
            case bool flag: Raw(flag ? "true"u8 : "false"u8); break;
            case int number: Formatted(number); break;
            case long number: Formatted(number); break;
            default: Escaped(Convert.ToString(value, CultureInfo.InvariantCulture), inQuotes: true); break;
        }
    }

    private void Formatted<T>(T value)
        where T : IUtf8SpanFormattable
    {
        var target = _output.GetSpan(32);
        if (!value.TryFormat(target, out var written, default, CultureInfo.InvariantCulture))
            throw new InvalidOperationException("A number is longer than any can be.");
        _output.Advance(written);
    }
}
