using System.Globalization;
using System.Text;
using LlmProxy.Core.Events;
using LlmProxy.Core.Protocols;
using LlmProxy.Core.Sse;

namespace LlmProxy.Core.Tests.Protocols.Anthropic;

/// <summary>Writes events down as the lines of a <c>.events</c> fixture.</summary>
internal sealed class EventLog : IEventSink
{
    private readonly List<string> _lines = [];
    private byte[] _data = [];

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Decodes every frame of an SSE body whose events have one data line each.</summary>
    public EventLog Decode(IStreamDecoder decoder, string body)
    {
        foreach (var text in body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var name = text.Split('\n').FirstOrDefault(line => line.StartsWith("event: ", StringComparison.Ordinal))?[7..];
            var data = text.Split('\n').FirstOrDefault(line => line.StartsWith("data: ", StringComparison.Ordinal))?[6..];
            DecodeData(decoder, data, name);
        }

        return this;
    }

    public EventLog DecodeData(IStreamDecoder decoder, string? data, string? name = null) => DecodeFrame(decoder, new SseFrame
    {
        Data = Encoding.UTF8.GetBytes(data ?? ""),
        HasData = data is not null,
        Event = Encoding.UTF8.GetBytes(name ?? ""),
        DataOffset = -1,
    });

    public EventLog DecodeFrame(IStreamDecoder decoder, in SseFrame frame)
    {
        _data = frame.Data.ToArray();
        decoder.Decode(frame, this);
        return this;
    }

    public void OnEvent(in LlmEvent e)
    {
        AssertSourceHoldsText(e);
        var text = "|" + Encoding.UTF8.GetString(e.Text).Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal) + "|";
        var id = Encoding.UTF8.GetString(e.Id);
        var name = Encoding.UTF8.GetString(e.Name);
        _lines.Add(e.Kind switch
        {
            LlmEventKind.Start => $"Start {id} {name}",
            LlmEventKind.ToolCall => $"ToolCall {e.Index} {id} {name}",
            LlmEventKind.ToolArguments => $"ToolArguments {e.Index} {text}",
            LlmEventKind.Finish => $"Finish {e.Finish}",
            LlmEventKind.Usage => Line(e.Usage),
            LlmEventKind.Error => $"Error {name} {text}",
            LlmEventKind.Role or LlmEventKind.Ping or LlmEventKind.End or LlmEventKind.Other => e.Kind.ToString(),
            _ => $"{e.Kind} {text}",
        });
    }

    private void AssertSourceHoldsText(in LlmEvent e)
    {
        if (e.Source.Equals(default)) return;
        var quoted = Encoding.UTF8.GetString(_data.AsSpan(e.Source));
        Assert.Equal('"', quoted[0]);
        Assert.Equal('"', quoted[^1]);
        if (!quoted.Contains('\\', StringComparison.Ordinal)) Assert.Equal(Encoding.UTF8.GetString(e.Text), quoted[1..^1]);
    }

    private static string Line(TokenUsage usage) =>
        $"Usage input={Count(usage.InputTokens)} cached={Count(usage.CachedInputTokens)} write={Count(usage.CacheWriteTokens)} "
        + $"long={Count(usage.CacheWriteLongTokens)} output={Count(usage.OutputTokens)} reasoning={Count(usage.ReasoningTokens)}";

    private static string Count(long? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
