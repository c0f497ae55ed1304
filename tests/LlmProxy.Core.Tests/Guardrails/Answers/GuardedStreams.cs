using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Events;
using LlmProxy.Core.Guardrails.Answers;
using LlmProxy.Core.Protocols.Anthropic;
using LlmProxy.Core.Protocols.OpenAi;
using LlmProxy.Core.Sse;

namespace LlmProxy.Core.Tests.Guardrails.Answers;

/// <summary>Runs streams under guards and reads what goes out.</summary>
internal static class GuardedStreams
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What goes out for a body that comes in reads of <paramref name="read"/> bytes.</summary>
    public static string Run(AnswerProtocol protocol, IOutputGuards guards, string body, int read = int.MaxValue, long maxKeptBytes = 1_000_000, Func<long, bool>? mayKeep = null)
    {
        using var output = new PooledBuffer();
        using var reader = new SseReader();
        using var guard = new FrameGuard(protocol, guards, maxKeptBytes, mayKeep);
        var bytes = Encoding.UTF8.GetBytes(body);
        for (var at = 0; at < bytes.Length; at += Math.Min(read, bytes.Length - at))
        {
            ReadOnlySpan<byte> piece = bytes.AsSpan(at, Math.Min(read, bytes.Length - at));
            while (reader.TryRead(ref piece, out var frame))
                guard.Take(frame, output);
        }

        if (reader.TryComplete(out var last))
            guard.Take(last, output);
        guard.Finish(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>What a client of the protocol makes of a stream.</summary>
    public static (AnswerTextSink Texts, bool IsComplete) Read(AnswerProtocol protocol, string stream)
    {
        IStreamDecoder decoder = protocol switch
        {
            AnswerProtocol.Chat => new ChatStreamDecoder(),
            AnswerProtocol.Completions => new CompletionsStreamDecoder(),
            AnswerProtocol.Responses => new ResponsesStreamDecoder(),
            _ => new MessagesStreamDecoder(),
        };
        var sink = new AnswerTextSink();
        foreach (var (name, data) in Frames(stream))
        {
            var raw = Encoding.UTF8.GetBytes($"event: {name}\ndata: {data}\n\n");
            decoder.Decode(new SseFrame { Raw = raw, Event = Encoding.UTF8.GetBytes(name), Data = Encoding.UTF8.GetBytes(data), HasData = true }, sink);
        }

        return (sink, decoder.IsComplete);
    }

    /// <summary>The events of a stream, comments left out.</summary>
    public static List<(string Event, string Data)> Frames(string stream)
    {
        var frames = new List<(string, string)>();
        using var reader = new SseReader();
        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(stream);
        while (reader.TryRead(ref bytes, out var frame))
        {
            if (frame.HasData)
                frames.Add((Encoding.UTF8.GetString(frame.Event), Encoding.UTF8.GetString(frame.Data)));
        }

        Assert.False(reader.TryComplete(out _), "The stream does not end with a blank line.");
        return frames;
    }

    /// <summary>The documents of a stream; every one must be JSON.</summary>
    public static List<JsonElement> Documents(string stream) =>
        [.. Frames(stream).Where(frame => frame.Data != "[DONE]").Select(frame => JsonDocument.Parse(frame.Data).RootElement)];

    /// <summary>A string as JSON, in one of two ways of escaping.</summary>
    public static string Json(string text, bool isEscaped = false) => JsonSerializer.Serialize(text, isEscaped ? JsonSerializerOptions.Default : Relaxed);

    /// <summary>Cuts a text at random, not inside of a surrogate pair.</summary>
    public static List<string> Cut(string text, Random random)
    {
        var pieces = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(random.Next(1, 6), text.Length - at);
            if (char.IsHighSurrogate(text[at + length - 1]))
                length++;
            pieces.Add(text.Substring(at, length));
            at += length;
        }

        return pieces;
    }
}
