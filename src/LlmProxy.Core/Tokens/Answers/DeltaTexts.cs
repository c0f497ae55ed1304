using LlmProxy.Core.Json;
using LlmProxy.Core.Sse;

namespace LlmProxy.Core.Tokens.Answers;

/// <summary>Finds what a model said in a frame of a stream, without decoding the frame: for frames that are plain pieces of an answer.</summary>
/// <remarks>
/// It knows where chat, completions, Responses and Messages put text, reasoning, refusals and the arguments of tools. What is
/// no token of the answer is left out: signatures, obfuscation, log probabilities, audio. A frame that is malformed yields
/// something without meaning, or nothing.
/// </remarks>
public static class DeltaTexts
{
    /// <summary>Tells <paramref name="sink"/> the texts of <paramref name="frame"/>.</summary>
    public static void Tell<T>(in SseFrame frame, T sink)
        where T : ITextSink
    {
        if (frame.Event.EndsWith("audio.delta"u8))
            return;
        var data = frame.Data;
        var found = false;
        while (Next(ref data, "\"delta\""u8, out var delta))
        {
            found = true;
            if (delta[0] == '{')
                TellDelta(delta, sink);
            else
                TellString(delta, sink);
        }

        if (found)
            return;
        // Completions know no delta.
        data = frame.Data;
        while (Next(ref data, "\"text\""u8, out var text))
            TellString(text, sink);
    }

    /// <summary>Finds the next value of <paramref name="name"/>, which is written with its quotes, and goes behind it.</summary>
    private static bool Next(ref ReadOnlySpan<byte> data, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        while (data.IndexOf(name) is var at and >= 0)
        {
            var colon = JsonScan.SkipWhite(data, at + name.Length);
            if (colon < data.Length && data[colon] == ':')
            {
                var start = JsonScan.SkipWhite(data, colon + 1);
                var end = JsonScan.EndOfValue(data, start);
                value = data[start..end];
                data = data[end..];
                return !value.IsEmpty;
            }

            // Not a name but a string that reads like it.
            data = data[colon..];
        }

        value = default;
        return false;
    }

    private static void TellDelta<T>(ReadOnlySpan<byte> delta, T sink)
        where T : ITextSink
    {
        var reasoning = default(ReadOnlySpan<byte>);
        var members = new JsonWalk(delta);
        while (members.Next())
        {
            var name = members.Name;
            // Where both names of reasoning are there they say the same.
            if (name.SequenceEqual("reasoning_content"u8) || name.SequenceEqual("reasoning"u8))
                reasoning = members.Text.IsEmpty ? reasoning : members.Text;
            else if (name.SequenceEqual("content"u8) || name.SequenceEqual("tool_calls"u8) || name.SequenceEqual("function_call"u8))
                TellNested(members.Value, sink);
            else if (AnswerNames.IsText(name) && !members.Text.IsEmpty)
                sink.OnText(members.Text);
        }

        if (!reasoning.IsEmpty)
            sink.OnText(reasoning);
    }

    /// <summary>A string; or lists and objects whose texts are looked for: a call's function, Mistral's parts.</summary>
    private static void TellNested<T>(ReadOnlySpan<byte> value, T sink)
        where T : ITextSink
    {
        if (value[0] == '"')
        {
            TellString(value, sink);
            return;
        }

        AnswerTexts.Tell(value, sink);
    }

    private static void TellString<T>(ReadOnlySpan<byte> value, T sink)
        where T : ITextSink
    {
        if (value is [(byte)'"', _, .., (byte)'"'])
            sink.OnText(value[1..^1]);
    }
}
