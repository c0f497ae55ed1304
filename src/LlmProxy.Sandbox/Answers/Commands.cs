using System.Globalization;
using System.Text.Json;
using LlmProxy.Sandbox.Errors;

namespace LlmProxy.Sandbox.Answers;

/// <summary>The <c>sandbox:</c> lines of a user message.</summary>
internal sealed class Commands
{
    private const string Prefix = "sandbox:";
    private const int MaxTokens = 1_000_000;

    /// <summary>The answer's exact text, from <c>sandbox:echo</c>.</summary>
    public string? Echo { get; private set; }

    /// <summary>How many tokens to answer, from <c>sandbox:tokens</c>.</summary>
    public int? TokenCount { get; private set; }

    /// <summary>What to think first, from <c>sandbox:reasoning</c>.</summary>
    public string? Reasoning { get; private set; }

    /// <summary>Whether to answer with the request's headers, from <c>sandbox:headers</c>.</summary>
    public bool ShowHeaders { get; private set; }

    /// <summary>Whether to answer with the request's body, from <c>sandbox:body</c>.</summary>
    public bool ShowBody { get; private set; }

    /// <summary>Tools to call and their arguments as JSON, from <c>sandbox:call</c>.</summary>
    public List<(string Tool, string Arguments)> Calls { get; } = [];

    /// <exception cref="ApiException">A command is written wrongly.</exception>
    public static Commands Read(string message)
    {
        var commands = new Commands();
        if (!message.Contains(Prefix, StringComparison.Ordinal)) return commands;
        for (var start = 0; start < message.Length && commands.Echo is null;)
        {
            var end = message.IndexOf('\n', start) is var lf and >= 0 ? lf : message.Length;
            var line = message.AsSpan(start, end - start).Trim();
            if (line.StartsWith(Prefix, StringComparison.Ordinal)) commands.Add(line[Prefix.Length..], message, start);
            start = end + 1;
        }

        return commands;
    }

    private void Add(ReadOnlySpan<char> command, string message, int lineStart)
    {
        var space = command.IndexOf(' ');
        var name = space < 0 ? command : command[..space];
        var rest = space < 0 ? default : command[(space + 1)..];
        switch (name)
        {
            case "echo":
                Echo = RestOfMessage(message, lineStart);
                break;
            case "tokens":
                TokenCount = int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= MaxTokens
                    ? count
                    : throw Wrong($"sandbox:tokens N, N from 0 to {MaxTokens}");
                break;
            case "reasoning":
                Reasoning = rest.ToString();
                break;
            case "headers":
                ShowHeaders = true;
                break;
            case "body":
                ShowBody = true;
                break;
            case "call":
                AddCall(rest.Trim().ToString());
                break;
            default:
                throw Wrong("sandbox: echo, tokens, reasoning, headers, body or call");
        }
    }

    // An echo takes all that follows it, further lines included, exactly as it is.
    private static string RestOfMessage(string message, int lineStart)
    {
        var start = message.IndexOf("echo", lineStart, StringComparison.Ordinal) + "echo".Length;
        return start < message.Length ? message[(start + 1)..] : "";
    }

    private void AddCall(string call)
    {
        var parts = call.Split(' ', 2);
        var arguments = parts.Length > 1 ? parts[1].Trim() : "{}";
        if (parts[0].Length == 0 || !IsObject(arguments)) throw Wrong("sandbox:call TOOL {\"json\":\"object\"}");
        Calls.Add((parts[0], arguments));
    }

    private static bool IsObject(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static ApiException Wrong(string form) =>
        ApiException.Invalid($"The sandbox does not understand this command; it is written {form}.", "messages", "unknown_command");
}
