using LlmProxy.Core.Json;

namespace LlmProxy.Core.Tokens.Answers;

/// <summary>Finds what a model said in a whole JSON answer, or in as much of one as there is.</summary>
public static class AnswerTexts
{
    /// <summary>The answer itself, in chat, completions, Responses and Messages. Its other members repeat the request.</summary>
    private static ReadOnlySpan<byte> Chat => "choices"u8;

    /// <summary>Deepest nesting that is looked into; real answers have 8.</summary>
    private const int MaxDepth = 32;

    /// <summary>Tells <paramref name="sink"/> the texts of an answer's body, which may be cut anywhere.</summary>
    public static void TellBody<T>(ReadOnlySpan<byte> body, T sink)
        where T : ITextSink
    {
        var members = new JsonWalk(body[JsonScan.SkipWhite(body, 0)..]);
        while (members.Next())
        {
            if (members.Name.SequenceEqual(Chat) || members.Name.SequenceEqual("output"u8) || members.Name.SequenceEqual("content"u8))
                Tell(members.Value, sink);
        }
    }

    /// <summary>Tells <paramref name="sink"/> the texts below <paramref name="value"/>, an object or a list.</summary>
    public static void Tell<T>(ReadOnlySpan<byte> value, T sink)
        where T : ITextSink => Tell(value, sink, 0);

    private static void Tell<T>(ReadOnlySpan<byte> value, T sink, int depth)
        where T : ITextSink
    {
        var members = new JsonWalk(value);
        while (members.Next())
        {
            var first = members.Value[0];
            if (first == '"')
            {
                // A string that was cut has no closing quote.
                var text = members.IsString ? members.Text : members.Value[1..];
                if (!text.IsEmpty && AnswerNames.IsText(members.Name))
                    sink.OnText(text);
            }
            else if (first is (byte)'{' && members.Name.SequenceEqual("input"u8))
            {
                // Anthropic's arguments are an object, of which the model wrote every byte.
                sink.OnText(members.Value);
            }
            else if (first is (byte)'{' or (byte)'[' && depth < MaxDepth && !IsNoText(members.Name))
            {
                Tell(members.Value, sink, depth + 1);
            }
        }
    }

    private static bool IsNoText(ReadOnlySpan<byte> name) => name.SequenceEqual("logprobs"u8) || name.SequenceEqual("annotations"u8);
}
