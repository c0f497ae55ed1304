using LlmProxy.Core.Json;
using LlmProxy.Core.Requests;

namespace LlmProxy.Core.Guardrails.Requests;

/// <summary>Goes through the members of a request, and notes the texts that stand in each and below it.</summary>
internal ref struct RequestTextWalk
{
    /// <summary>Shorter numbers are amounts and indexes; from nine digits on they may be somebody's.</summary>
    private const int LeastDigits = 9;

    private readonly List<RequestText> _texts;
    private int _group;

    /// <param name="texts">Takes the texts.</param>
    public RequestTextWalk(List<RequestText> texts) => _texts = texts;

    /// <summary>Whether there were more texts than <see cref="RequestTexts.MaxTexts"/>; those are missing.</summary>
    public bool IsFull { get; private set; }

    /// <summary>What else a model reads, and was come by.</summary>
    public UnreadContent Unread { get; private set; }

    /// <summary>The number of a new group.</summary>
    public int NextGroup() => _group++;

    /// <summary>Notes the texts of a member.</summary>
    /// <param name="value">Its value.</param>
    /// <param name="at">Where that begins in the body.</param>
    /// <param name="place">What the texts are.</param>
    public void Texts(ReadOnlySpan<byte> value, int at, in RequestTextPlace place)
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
                Unread |= UnreadContent.TokenIds;
                break;
            case [(byte)'-' or (>= (byte)'0' and <= (byte)'9'), ..] when place.IsData && value.Length >= LeastDigits:
                Add(value, at, place, TextForm.Plain);
                break;
        }
    }

    private void Members(ReadOnlySpan<byte> value, int at, in RequestTextPlace place)
    {
        if (place.IsData)
        {
            Data(value, at, place);
            return;
        }

        var shape = new RequestObject(value);
        var kind = RequestRoles.PartOf(shape, place.Kind);
        var inner = kind == place.Kind ? place with { IsPrompt = false } : new RequestTextPlace(kind, NextGroup(), place.Message);
        var walk = new JsonWalk(value);
        while (walk.Next())
        {
            if (walk.IsString && shape.IsMedia(walk.Name, walk.Text))
                Unread |= UnreadContent.Media;
            if (!walk.IsString || !IsNoText(shape, kind, walk.Name, walk.Text))
                Member(shape, walk, at + walk.ValueStart, inner);
        }
    }

    private void Member(in RequestObject shape, in JsonWalk walk, int start, in RequestTextPlace place)
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
    private void Arguments(in JsonWalk walk, int at, in RequestTextPlace place)
    {
        var inner = place with { Kind = RequestRoles.OfArguments(place.Kind), Group = NextGroup() };
        if (Is(walk.Name, "arguments"u8) && walk.IsString)
            Add(walk.Value, at, inner, TextForm.Json);
        else
            Texts(walk.Value, at, inner with { Group = -1, IsData = true });
    }

    /// <summary>Data of the caller's own shape: each string is a text, but a picture that a variable stands for.</summary>
    private void Data(ReadOnlySpan<byte> value, int at, in RequestTextPlace place)
    {
        var walk = new JsonWalk(value);
        while (walk.Next())
        {
            if (place.Kind == TextKind.User && IsAddress(walk.Name) && Base64Text.IsAddress(walk.Text))
                Unread |= UnreadContent.Media;
            // Values of a template's variables, written as JSON in a string: what a guard changes in one must stay such.
            else if (walk.IsString && Is(walk.Name, "llmproxy_prompt_variables"u8))
                Add(walk.Value, at + walk.ValueStart, place with { Kind = TextKind.User }, TextForm.Json);
            else
                Texts(walk.Value, at + walk.ValueStart, place);
        }
    }

    /// <summary>The function of a tool call, or of a tool: its name is one that the caller has declared.</summary>
    private void Function(ReadOnlySpan<byte> value, int at, in RequestTextPlace place)
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

    private void Add(ReadOnlySpan<byte> value, int at, in RequestTextPlace place, TextForm form)
    {
        IsFull |= _texts.Count >= RequestTexts.MaxTexts;
        if (!IsFull)
            _texts.Add(new RequestText(new ByteRange(at, value.Length), place.Kind, form, place.Group < 0 ? NextGroup() : place.Group, place.Message));
    }

    private static bool IsAddress(ReadOnlySpan<byte> name) => Is(name, "url"u8) || Is(name, "image_url"u8) || Is(name, "file_data"u8) || Is(name, "file_url"u8);

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> expected) => JsonText.Means(name, expected);
}
