namespace LlmProxy.Core.Prompts;

/// <summary>Reads the text of a template: messages, places of variables, and the place of the caller's own messages.</summary>
/// <remarks>
/// This is all there is: <c>{{role "user"}}</c> and <c>{{history}}</c> on lines of their own, <c>{{name}}</c> in texts, and <c>\{{</c> for the
/// two characters. It is read once, when a file is; values never are, so none can become one of these.
/// </remarks>
public sealed class PromptBodyReader
{
    /// <summary>The most messages of a template.</summary>
    public const int MaxMessages = 200;

    private readonly Dictionary<string, int> _variables;
    private readonly ICollection<PromptFault> _faults;
    private readonly List<PromptMessage> _messages = [];
    private readonly PromptTextReader _text;
    private PromptRole? _role = PromptRole.System;
    private bool _isOpen;
    private int _openedAt;
    private int _historyAt = -1;

    private PromptBodyReader(IReadOnlyList<PromptVariable> variables, ICollection<PromptFault> faults)
    {
        _variables = variables.Select((variable, index) => (variable.Name, index)).ToDictionary(pair => pair.Name, pair => pair.index, StringComparer.Ordinal);
        _faults = faults;
        _text = new PromptTextReader(_variables, faults);
    }

    /// <summary>Reads <paramref name="text"/>, whose lines end with <c>\n</c>.</summary>
    /// <param name="text">The text behind the front matter.</param>
    /// <param name="firstLine">Which line of the file it begins with, from 1.</param>
    /// <param name="variables">The variables that are declared, each once.</param>
    /// <param name="faults">Takes what is wrong; where something was added, the result is of no use.</param>
    public static PromptBody Read(string text, int firstLine, IReadOnlyList<PromptVariable> variables, ICollection<PromptFault> faults)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(variables);
        var reader = new PromptBodyReader(variables, faults);
        var number = firstLine;
        foreach (var line in text.AsSpan().Split('\n'))
            reader.ReadLine(text.AsSpan(line), number++);
        return reader.End(firstLine);
    }

    private void ReadLine(ReadOnlySpan<char> line, int number)
    {
        if (Directive(line) is { IsEmpty: false } directive)
        {
            EndMessage();
            if (directive is "history")
                NoteHistory(number);
            else
                BeginMessage(directive, number);
            return;
        }

        if (_role is null && !line.IsWhiteSpace())
        {
            _faults.Add(new(number, "is text behind {{history}} that nobody says", "write {{role \"user\"}} or another role before it"));
            _role = PromptRole.System;
        }

        _text.ReadLine(line, number);
    }

    /// <summary>The inside of a directive that fills the line; empty where the line is none.</summary>
    private static ReadOnlySpan<char> Directive(ReadOnlySpan<char> line)
    {
        var trimmed = line.Trim();
        if (!trimmed.StartsWith("{{") || !trimmed.EndsWith("}}") || trimmed.Length < 4)
            return default;
        var inside = trimmed[2..^2].Trim();
        return PromptTextReader.IsDirective(inside) ? inside : default;
    }

    private void BeginMessage(ReadOnlySpan<char> directive, int number)
    {
        PromptRole? role = directive["role".Length..].Trim() switch
        {
            "\"system\"" => PromptRole.System,
            "\"developer\"" => PromptRole.Developer,
            "\"user\"" => PromptRole.User,
            "\"assistant\"" => PromptRole.Assistant,
            _ => null,
        };
        if (role is null)
            _faults.Add(new(number, "names no role", "write {{role \"system\"}}, {{role \"developer\"}}, {{role \"user\"}} or {{role \"assistant\"}}"));
        (_role, _isOpen, _openedAt) = (role ?? PromptRole.System, true, number);
    }

    private void NoteHistory(int number)
    {
        if (_historyAt >= 0)
            _faults.Add(new(number, "says {{history}} a second time", "the caller's messages have one place"));
        _historyAt = _messages.Count;
        _role = null;
    }

    private void EndMessage()
    {
        var segments = _text.Take();
        if (segments.Count > 0)
            _messages.Add(new PromptMessage(_role ?? PromptRole.System, segments));
        else if (_isOpen)
            _faults.Add(new(_openedAt, "begins a message that says nothing", "write its text on the lines below, or leave the role out"));
        _isOpen = false;
    }

    private PromptBody End(int firstLine)
    {
        EndMessage();
        if (_messages.Count == 0)
            _faults.Add(new(firstLine, "begins a template that says nothing", "write the text of a message"));
        if (_messages.Count > MaxMessages)
            _faults.Add(new(firstLine, $"begins a template of {_messages.Count} messages", $"it can have {MaxMessages}"));
        return new PromptBody(_messages, _historyAt < 0 ? _messages.Count : _historyAt);
    }
}
