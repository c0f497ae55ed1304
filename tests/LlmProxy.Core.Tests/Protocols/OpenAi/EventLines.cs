using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LlmProxy.Core.Events;
using LlmProxy.Core.Protocols;

namespace LlmProxy.Core.Tests.Protocols.OpenAi;

/// <summary>Writes down events, one a line, and checks that each source holds its text.</summary>
internal sealed class EventLines : IEventSink
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private byte[] _data = [];

    public List<string> Lines { get; } = [];

    /// <summary>Names the data of the frame whose events come next.</summary>
    public void Begin(ReadOnlySpan<byte> data) => _data = data.ToArray();

    public void OnEvent(in LlmEvent e)
    {
        var line = new StringBuilder($"{e.Kind} {e.Choice}/{e.Index}");
        line.Append(e.Id.IsEmpty ? "" : $" id={Encoding.UTF8.GetString(e.Id)}");
        line.Append(e.Name.IsEmpty ? "" : $" name={Encoding.UTF8.GetString(e.Name)}");
        line.Append(e.Finish == FinishReason.None ? "" : $" finish={e.Finish}");
        line.Append(e.Kind == LlmEventKind.Usage ? UsageOf(e.Usage) : "");
        line.Append(e.Text.IsEmpty ? "" : $" {JsonSerializer.Serialize(Encoding.UTF8.GetString(e.Text), Readable)}");
        Lines.Add(line.ToString());
        if (!e.Source.Equals(default))
        {
            var source = Encoding.UTF8.GetString(_data[e.Source]);
            Assert.StartsWith("\"", source, StringComparison.Ordinal);
            Assert.EndsWith("\"", source, StringComparison.Ordinal);
            if (!source.Contains('\\', StringComparison.Ordinal))
            {
                Assert.Equal(Encoding.UTF8.GetString(e.Text), source[1..^1]);
            }
        }
    }

    private static string UsageOf(TokenUsage usage) =>
        $" in={usage.InputTokens} cached={usage.CachedInputTokens} written={usage.CacheWriteTokens}"
        + $" audio-in={usage.InputAudioTokens} out={usage.OutputTokens} reasoning={usage.ReasoningTokens}"
        + $" audio-out={usage.OutputAudioTokens}";
}
