using System.Buffers;
using LlmProxy.Core.Events;
using LlmProxy.Core.Protocols.OpenAi;
using LlmProxy.Core.Sse;

namespace LlmProxy.Core.Tests.Protocols.OpenAi;

/// <summary>Reads the fixtures and decodes them, cut into chunks.</summary>
internal static class FixtureStream
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Fixtures", "streams");

    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Folder, "*.sse").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    public static byte[] BodyOf(string name) => File.ReadAllBytes(Path.Combine(Folder, $"{name}.sse"));

    public static string[] EventsOf(string name) => File.ReadAllLines(Path.Combine(Folder, $"{name}.events"));

    public static IStreamDecoder DecoderFor(string name) => name.Split('-')[0] switch
    {
        "chat" => new ChatStreamDecoder(),
        "completions" => new CompletionsStreamDecoder(),
        "responses" => new ResponsesStreamDecoder(),
        var other => throw new ArgumentException($"No decoder reads '{other}'.", nameof(name)),
    };

    /// <summary>The lines of an <c>.events</c> file, for a body cut at the given places.</summary>
    public static List<string> Decode(IStreamDecoder decoder, ReadOnlySpan<byte> body, params int[] cuts)
    {
        var lines = new EventLines();
        using var reader = new SseReader();
        var start = 0;
        foreach (var cut in cuts.Append(body.Length))
        {
            var chunk = body[start..cut];
            start = cut;
            while (reader.TryRead(ref chunk, out var frame))
            {
                Decode(decoder, frame, lines);
            }
        }

        if (reader.TryComplete(out var last))
        {
            Decode(decoder, last, lines);
        }

        lines.Lines.Add(decoder.IsComplete ? "complete" : "cut");
        return lines.Lines;
    }

    /// <summary>Decodes a fixture and encodes its events again.</summary>
    public static void Replay(string name, IStreamEncoder encoder, IBufferWriter<byte> output)
    {
        var decoder = DecoderFor(name);
        var sink = new EncodingSink(encoder, output);
        using var reader = new SseReader();
        ReadOnlySpan<byte> body = BodyOf(name);
        while (reader.TryRead(ref body, out var frame))
        {
            decoder.Decode(frame, sink);
        }
    }

    private static void Decode(IStreamDecoder decoder, in SseFrame frame, EventLines lines)
    {
        lines.Begin(frame.Data);
        decoder.Decode(frame, lines);
        var repeats = decoder switch
        {
            ChatStreamDecoder chat => chat.LastFrameRepeatsText,
            CompletionsStreamDecoder completions => completions.LastFrameRepeatsText,
            ResponsesStreamDecoder responses => responses.LastFrameRepeatsText,
            _ => false,
        };
        lines.Lines.AddRange(repeats ? ["repeats"] : []);
        lines.Lines.AddRange(decoder.IsUsageOnly ? ["usage-only"] : []);
    }

    private sealed class EncodingSink(IStreamEncoder encoder, IBufferWriter<byte> output) : IEventSink
    {
        public void OnEvent(in LlmEvent e) => encoder.Encode(e, output);
    }
}
