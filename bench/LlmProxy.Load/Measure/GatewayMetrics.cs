using System.Globalization;
using System.Net;
using System.Text;
using LlmProxy.Load.Http;

namespace LlmProxy.Load.Measure;

/// <summary>One reading of a gateway's <c>/metrics</c>.</summary>
internal sealed class GatewayMetrics
{
    private static readonly byte[] Request = "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"u8.ToArray();

    private readonly string[] _lines;

    /// <summary>Reads Prometheus' text form.</summary>
    public GatewayMetrics(string text) =>
        _lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Bytes that the process has allocated since it began, give or take what its threads hold in reserve.</summary>
    public double AllocatedBytes => Sum("dotnet_gc_heap_total_allocated_bytes_total");

    /// <summary>Asks a gateway, on a connection of its own.</summary>
    /// <exception cref="InvalidDataException">It does not answer 200.</exception>
    public static async Task<GatewayMetrics> ReadAsync(IPEndPoint gateway, CancellationToken cancellationToken)
    {
        using var connection = new HttpConnection(gateway);
        await connection.ConnectAsync(cancellationToken);
        await connection.SendAsync(Request, cancellationToken);
        var head = await connection.ReadHeadAsync(cancellationToken);
        if (head.Status != 200)
            throw new InvalidDataException($"/metrics has status {head.Status}.");

        using var body = new MemoryStream();
        while (await connection.ReadBodyAsync(cancellationToken) is { IsEmpty: false } piece)
            body.Write(piece.Span);
        return new GatewayMetrics(Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length));
    }

    /// <summary>The sum of a metric's series; NaN if there is none.</summary>
    /// <param name="name">The metric's whole name.</param>
    /// <param name="label">Counts the series alone that have this label, as <c>name="value"</c>; null: all.</param>
    public double Sum(string name, string? label = null)
    {
        var sum = double.NaN;
        foreach (var line in _lines)
        {
            if (!line.StartsWith(name, StringComparison.Ordinal) || line[name.Length..][0] is not ('{' or ' '))
                continue;
            if (label is not null && !line.Contains(label, StringComparison.Ordinal))
                continue;
            var value = double.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture);
            sum = double.IsNaN(sum) ? value : sum + value;
        }

        return sum;
    }
}
