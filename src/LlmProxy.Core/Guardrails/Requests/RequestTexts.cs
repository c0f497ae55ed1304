using LlmProxy.Core.Json;
using LlmProxy.Core.Requests;

namespace LlmProxy.Core.Guardrails.Requests;

/// <summary>Finds all texts of a request that a model can read.</summary>
/// <remarks>
/// Every string is a text but those under names that are known to be none, and binary data; so a field that did not exist yesterday is
/// scanned today. A role that is not known, or told twice, makes its texts <see cref="TextKind.Other"/>, which every guard sees.
/// </remarks>
public ref struct RequestTexts
{
    /// <summary>The most texts of one request: 100,000; what each costs beside its length would make a body of short ones dear.</summary>
    public const int MaxTexts = 100_000;

    private readonly ReadOnlySpan<byte> _body;
    private readonly List<RequestText> _texts;
    private int _group;
    private bool _isFull;
    private UnreadContent _unread;

    private RequestTexts(ReadOnlySpan<byte> body, List<RequestText> texts)
    {
        _body = body;
        _texts = texts;
    }

    /// <summary>Adds the texts of <paramref name="body"/> to <paramref name="texts"/>, in their order.</summary>
    /// <param name="body">A JSON object that was read as valid before, its nesting bounded.</param>
    /// <param name="texts">Takes them.</param>
    /// <returns>False: there are more than <see cref="MaxTexts"/>, and the others are missing.</returns>
    public static bool Collect(ReadOnlySpan<byte> body, List<RequestText> texts) => Collect(body, texts, out _);

    /// <summary>Adds the texts of <paramref name="body"/> to <paramref name="texts"/>, in their order.</summary>
    /// <param name="body">A JSON object that was read as valid before, its nesting bounded.</param>
    /// <param name="texts">Takes them.</param>
    /// <param name="unread">What else a model reads of it.</param>
    /// <returns>False: there are more than <see cref="MaxTexts"/>, and the others are missing.</returns>
    public static bool Collect(ReadOnlySpan<byte> body, List<RequestText> texts, out UnreadContent unread)
    {
        var found = new RequestTexts(body, texts);
        found.Collect();
        unread = found._unread;
        return !found._isFull;
    }

    private void Collect()
    {
        var start = JsonScan.SkipWhite(_body, 0);
        var walk = new JsonWalk(_body[start..]);
        while (walk.Next())
        {
            var at = start + walk.ValueStart;
            var name = walk.Name;
            if (RequestNames.IsStructuralTop(name))
                continue;
            if (Is(name, "messages"u8) || Is(name, "input"u8))
                Messages(walk.Value, at);
            else if (Is(name, "system"u8) || Is(name, "instructions"u8))
                Texts(walk.Value, at, new(TextKind.System, NextGroup(), -1));
            else if (Is(name, "tools"u8) || Is(name, "functions"u8) || Is(name, "response_format"u8) || Is(name, "text"u8) || Is(name, "output_format"u8)
                || Is(name, "output_config"u8) || Is(name, "mcp_servers"u8))
                Separate(walk.Value, at, TextKind.Tools);
            else if (Is(name, "prompt"u8))
                Texts(walk.Value, at, new(TextKind.User, -1, -1) { IsPrompt = true });
            else if (Is(name, "suffix"u8) || Is(name, "prediction"u8))
                Separate(walk.Value, at, TextKind.User);
            else if (RequestNames.IsData(name))
                Texts(walk.Value, at, new(TextKind.Other, -1, -1) { IsData = true });
            else
                Separate(walk.Value, at, TextKind.Other);
        }
    }

    /// <summary>A string, or a list of strings (prompts, texts to embed) or of messages.</summary>
    private void Messages(ReadOnlySpan<byte> value, int at)
    {
        if (value is not [(byte)'[', ..])
        {
            Texts(value, at, new(TextKind.User, NextGroup(), -1) { IsPrompt = true });
            return;
        }

        var number = 0;
        var walk = new JsonWalk(value);
        while (walk.Next())
        {
            var kind = walk.Value is [(byte)'{', ..] ? RequestRoles.KindOf(walk.Value) : TextKind.User;
            Texts(walk.Value, at + walk.ValueStart, new(kind, NextGroup(), number++) { IsPrompt = true });
        }
    }

    /// <summary>Each string is a text of its own.</summary>
    private void Separate(ReadOnlySpan<byte> value, int at, TextKind kind) => Texts(value, at, new(kind, -1, -1));

    private void Texts(ReadOnlySpan<byte> value, int at, in Place place)
    {
        switch (value)
        {
            case [(byte)'"', ..]:
                if (value.Length > 2)
                    Add(value, at, place, TextForm.Plain);
                break;
            case [(byte)'[', ..]:
                var items = new JsonWalk(value);
                while (items.Next())
                    Texts(items.Value, at + items.ValueStart, place);
                break;
            case [(byte)'{', ..]:
                Members(value, at, place);
                break;
            case [>= (byte)'0' and <= (byte)'9', ..] when place.IsPrompt:
                _unread |= UnreadContent.TokenIds;
                break;
            case [(byte)'-' or (>= (byte)'0' and <= (byte)'9'), ..] when place.IsData && value.Length >= LeastDigits:
                Add(value, at, place, TextForm.Plain);
                break;
        }
    }

    private void Members(ReadOnlySpan<byte> value, int at, in Place place)
    {
        if (place.IsData)
        {
            Data(value, at, place);
            return;
        }

        var shape = new RequestObject(value);
        var kind = RequestRoles.PartOf(shape, place.Kind);
        var inner = kind == place.Kind ? place with { IsPrompt = false } : new Place(kind, NextGroup(), place.Message);
        var walk = new JsonWalk(value);
        while (walk.Next())
        {
            if (walk.IsString && shape.IsMedia(walk.Name, walk.Text))
                _unread |= UnreadContent.Media;
            if (!walk.IsString || !IsNoText(shape, kind, walk.Name, walk.Text))
                Member(shape, walk, at + walk.ValueStart, inner);
        }
    }

    private void Member(in RequestObject shape, in JsonWalk walk, int start, in Place place)
    {
        var name = walk.Name;
        if (shape.IsHeaders(place.Kind, name))
            return;
        if (RequestNames.IsData(name))
            Texts(walk.Value, start, place with { Group = -1, IsData = true });
        else if (Is(name, "function"u8) && walk.Value is [(byte)'{', ..])
            Function(walk.Value, start, place);
        else if (RequestNames.IsArguments(name))
            Arguments(walk, start, place);
        // What a provider's tool has answered stands beside what it was asked.
        else if (shape.IsCallItem(place.Kind))
            Texts(walk.Value, start, place with { Kind = TextKind.ToolResult, Group = NextGroup() });
        else
            Texts(walk.Value, start, place);
    }

    private static bool IsNoText(in RequestObject shape, TextKind kind, ReadOnlySpan<byte> name, ReadOnlySpan<byte> text) =>
        RequestNames.IsStructural(name)
        || (Is(name, "name"u8) && shape.HasToolName(kind))
        || shape.IsBinary(name, text)
        || shape.IsTransport(kind, name, text)
        || (IsAddress(name) && Base64Text.IsAddress(text));

    /// <summary>What a tool was called with: any name may stand there.</summary>
    private void Arguments(in JsonWalk walk, int at, in Place place)
    {
        var inner = place with { Kind = RequestRoles.OfArguments(place.Kind), Group = NextGroup() };
        if (Is(walk.Name, "arguments"u8) && walk.IsString)
            Add(walk.Value, at, inner, TextForm.Json);
        else
            Texts(walk.Value, at, inner with { Group = -1, IsData = true });
    }

    /// <summary>Data of the caller's own shape: each string is a text, but a picture that a variable stands for.</summary>
    private void Data(ReadOnlySpan<byte> value, int at, in Place place)
    {
        var walk = new JsonWalk(value);
        while (walk.Next())
        {
            if (place.Kind == TextKind.User && IsAddress(walk.Name) && Base64Text.IsAddress(walk.Text))
                _unread |= UnreadContent.Media;
            else
                Texts(walk.Value, at + walk.ValueStart, place);
        }
    }

    /// <summary>The function of a tool call, or of a tool: its name is one that the caller has declared.</summary>
    private void Function(ReadOnlySpan<byte> value, int at, in Place place)
    {
        var walk = new JsonWalk(value);
        while (walk.Next())
        {
            var start = at + walk.ValueStart;
            if (Is(walk.Name, "arguments"u8))
                Arguments(walk, start, place);
            else if (!walk.IsString || !Is(walk.Name, "name"u8) || place.Kind is not (TextKind.Tools or TextKind.Assistant))
                Texts(walk.Value, start, place with { IsData = Is(walk.Name, "parameters"u8) });
        }
    }

    private void Add(ReadOnlySpan<byte> value, int at, in Place place, TextForm form)
    {
        _isFull |= _texts.Count >= MaxTexts;
        if (!_isFull)
            _texts.Add(new RequestText(new ByteRange(at, value.Length), place.Kind, form, place.Group < 0 ? NextGroup() : place.Group, place.Message));
    }

    private int NextGroup() => _group++;

    private static bool IsAddress(ReadOnlySpan<byte> name) => Is(name, "url"u8) || Is(name, "image_url"u8) || Is(name, "file_data"u8) || Is(name, "file_url"u8);

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> expected) => JsonText.Means(name, expected);

    /// <summary>Shorter numbers are amounts and indexes; from nine digits on they may be somebody's.</summary>
    private const int LeastDigits = 9;

    /// <param name="Kind">Whose texts stand here.</param>
    /// <param name="Group">Their group; -1: each has one of its own.</param>
    /// <param name="Message">Their message.</param>
    private readonly record struct Place(TextKind Kind, int Group, int Message)
    {
        /// <summary>Whether it is data of the caller's own shape, in which no name is known.</summary>
        public bool IsData { get; init; }

        /// <summary>Whether a number is a token's here, no member of an object standing between.</summary>
        public bool IsPrompt { get; init; }
    }
}
