using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Tokens.Prompts.Tools;

/// <summary>Counts the calls of tools that a model made in one message before.</summary>
/// <remarks>
/// One call is a message of its own to <c>functions.name</c>, whose result comes from there. Several are one call of
/// <c>multi_tool_use.parallel</c>. Both were found by comparison with billed prompts.
/// </remarks>
internal static class CallText
{
    /// <summary>What several calls at once cost beside their text: the name of what runs them, and the frame of their results.</summary>
    private const int PerParallelCalls = 12;

    /// <summary>Adds <c>tool_calls</c>.</summary>
    public static void AddAll(ReadOnlySpan<byte> calls, ChatRules rules, TokenTally tally)
    {
        var first = new JsonWalk(calls);
        if (!first.Next())
            return;
        var rest = new JsonWalk(calls);
        rest.Next();
        if (rest.Next())
            AddParallel(calls, tally);
        else
            AddOne(JsonMember.Of(first.Value, "function"u8), rules, tally);
    }

    /// <summary>Adds one call with its <c>name</c> and <c>arguments</c>.</summary>
    public static void AddOne(ReadOnlySpan<byte> function, ChatRules rules, TokenTally tally)
    {
        using var text = new PooledBuffer();
        WriteArguments(text, function, tally);
        tally.AddPlain(text.WrittenSpan);
        text.Release();
        text.Append("functions."u8);
        text.Append(JsonMember.TextOf(function, "name"u8));
        tally.Add((2 * tally.CountPlain(text.WrittenSpan)) + rules.PerCall);
        tally.Doubt();
    }

    private static void AddParallel(ReadOnlySpan<byte> calls, TokenTally tally)
    {
        using var text = new PooledBuffer();
        text.Append("{\"tool_uses\":["u8);
        var members = new JsonWalk(calls);
        for (var i = 0; members.Next(); i++)
        {
            if (i > 0)
                text.Append(","u8);
            var function = JsonMember.Of(members.Value, "function"u8);
            text.Append("{\"recipient_name\":\"functions."u8);
            text.Append(JsonMember.TextOf(function, "name"u8));
            text.Append("\",\"parameters\":"u8);
            WriteArguments(text, function, tally);
            text.Append("}"u8);
        }

        text.Append("]}"u8);
        tally.AddPlain(text.WrittenSpan);
        tally.Add(PerParallelCalls);
        tally.Doubt();
    }

    /// <summary>The arguments are JSON in a string; the model is shown them without the blanks.</summary>
    private static void WriteArguments(PooledBuffer output, ReadOnlySpan<byte> function, TokenTally tally)
    {
        var arguments = tally.Unescape(JsonMember.TextOf(function, "arguments"u8));
        var isString = false;
        var room = output.GetSpan(arguments.Length);
        var length = 0;
        for (var i = 0; i < arguments.Length; i++)
        {
            var b = arguments[i];
            if (!isString && b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                continue;
            room[length++] = b;
            if (isString && b == '\\' && i + 1 < arguments.Length)
                room[length++] = arguments[++i];
            else if (b == '"')
                isString = !isString;
        }

        output.Advance(length);
    }
}
