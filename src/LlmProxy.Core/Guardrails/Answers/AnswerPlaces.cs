using LlmProxy.Core.Json;
using LlmProxy.Core.Protocols.OpenAi;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Finds the texts of one frame, or of one whole answer: every string that a client can read but those of a closed list of names.</summary>
/// <remarks>One instance serves one answer; what it has found counts until it reads again. It allocates nothing once its lists have grown.</remarks>
internal sealed class AnswerPlaces
{
    private readonly List<AnswerPlace> _items = [];
    private readonly List<ChannelEnd> _ends = [];

    /// <summary>The places, in the order of the bytes but for those within one choice whose number stands last.</summary>
    public List<AnswerPlace> Items => _items;

    /// <summary>The texts that are over with this frame.</summary>
    public List<ChannelEnd> Ends => _ends;

    /// <summary>Whether the frame says anything besides its deltas, so that it must go out though nothing of those is left.</summary>
    public bool HasOther { get; set; }

    /// <summary>Where the value of <c>sequence_number</c> stands; empty: nowhere.</summary>
    public Range SequenceNumber { get; set; }

    /// <summary>The event's type, or empty.</summary>
    public Range Type { get; set; }

    /// <summary>The output item or content block that the event is of; -1: of none.</summary>
    public int Group { get; set; }

    /// <summary>What the event says of a content block.</summary>
    public BlockEvent Block { get; set; }

    /// <summary>The choices that the chunk is of.</summary>
    public IndexSet Choices;

    /// <summary>Finds the texts of a stream's event.</summary>
    public void Read(JsonValue root, AnswerProtocol protocol)
    {
        Clear();
        switch (protocol)
        {
            case AnswerProtocol.Responses:
                ResponsesPlaces.ReadEvent(root, this);
                break;
            case AnswerProtocol.Messages:
                MessagesPlaces.ReadEvent(root, this);
                break;
            default:
                ChunkPlaces.Read(root, isStream: true, this);
                break;
        }
    }

    /// <summary>Finds the texts of a whole answer.</summary>
    public void ReadBody(JsonValue root, AnswerProtocol protocol)
    {
        Clear();
        switch (protocol)
        {
            case AnswerProtocol.Responses:
                ResponsesPlaces.ReadResponse(root, this);
                break;
            case AnswerProtocol.Messages:
                MessagesPlaces.ReadMessage(root, this);
                break;
            default:
                ChunkPlaces.Read(root, isStream: false, this);
                break;
        }
    }

    /// <summary>The number of the first piece of that text; -1: there is none.</summary>
    public int FirstOf(ChannelKey key)
    {
        for (var i = 0; i < _items.Count; i++)
        {
            if (_items[i].Role == AnswerPlaceRole.Delta && _items[i].Channel == key)
                return i;
        }

        return -1;
    }

    /// <summary>The number of the last piece of that text; -1: there is none.</summary>
    public int IndexOf(ChannelKey key) => _items.FindLastIndex(place => place.Role == AnswerPlaceRole.Delta && place.Channel == key);

    /// <summary>Forgets what was found.</summary>
    public void Clear()
    {
        _items.Clear();
        _ends.Clear();
        HasOther = false;
        SequenceNumber = Type = default;
        Group = -1;
        Block = BlockEvent.None;
        Choices = default;
    }

    /// <summary>Whether the frame has a piece of that text.</summary>
    public bool Has(ChannelKey key) => FirstOf(key) >= 0;

    /// <summary>Whether that text is over with the frame.</summary>
    public bool Ended(ChannelKey key)
    {
        foreach (var end in _ends)
        {
            if (end.Ends(key))
                return true;
        }

        return false;
    }

    /// <summary>Notes a value.</summary>
    public void Add(JsonValue value, AnswerPlaceRole role, in TextScope scope, TextForm form = TextForm.Plain)
    {
        var kind = role == AnswerPlaceRole.Echo ? TextKind.None : scope.Kind;
        var (start, length) = value.Range.GetOffsetAndLength(int.MaxValue);
        var key = new ChannelKey(scope.Group, scope.Part, role == AnswerPlaceRole.Delta ? scope.Path : 0);
        _items.Add(new AnswerPlace(start, length, role, kind, form, key, scope.Owner) { Number = scope.Number, Run = scope.Path == MessagesPlaces.TextPath ? scope.Run : 0 });
        HasOther |= role is AnswerPlaceRole.Whole or AnswerPlaceRole.Value or AnswerPlaceRole.Echo;
    }

    /// <summary>Finds the texts in a member called <paramref name="name"/>, and below it.</summary>
    public void AddMember(ReadOnlySpan<byte> name, JsonValue value, in TextScope around)
    {
        if (value.IsString)
        {
            AddString(name, value, around);
        }
        else if (name.SequenceEqual("logprobs"u8))
        {
            if (value.HasContent)
                Add(value, AnswerPlaceRole.Repetition, around);
        }
        else if (!StructuralNames.IsCounts(name) && value.HasContent && (value.IsObject || value.IsArray))
        {
            var inner = around.Enter(name);
            if (inner.Kind == TextKind.ToolArguments && inner.Role != AnswerPlaceRole.Echo && !name.SequenceEqual("code"u8))
                Add(value, AnswerPlaceRole.Value, inner, TextForm.Json);
            else if (value.IsObject)
                AddObject(value, inner);
            else
                AddList(name, value, inner);
        }
    }

    /// <summary>Finds the texts in an object, and below it.</summary>
    public void AddObject(JsonValue value, TextScope scope)
    {
        Span<byte> scratch = stackalloc byte[64];
        var isCall = false;
        ulong id = 0;
        var members = value.Members();
        while (members.Next())
        {
            if (members.NameIs("type"u8))
                scope.NoteType(members.Value);
            else if (members.NameIs("id"u8) && members.Value.HasContent)
                id = TextScope.Hash(0, members.Value.Bytes);
            else if (members.NameIs("function"u8))
                isCall = members.Value.IsObject && HasName(members.Value);
        }

        // The beginning of a call. An id alone is none: there are servers that give each chunk a new one.
        if (isCall)
            scope.Owner = id;

        members = value.Members();
        while (members.Next())
            AddMember(members.GetName(scratch), members.Value, scope);
    }

    private void AddString(ReadOnlySpan<byte> name, JsonValue value, in TextScope around)
    {
        if (!value.HasContent)
            return;
        if (IsStructural(name, around))
        {
            // Only what a delta says besides its text: the beginning of a call, a role.
            HasOther |= around.Role == AnswerPlaceRole.Delta && !name.SequenceEqual("type"u8) && !name.SequenceEqual("format"u8);
            return;
        }

        var inner = around.Enter(name);
        // The name of a tool comes whole: clients run what the first piece of a call says.
        if (name.SequenceEqual("name"u8) && !inner.IsFixed && inner.Role != AnswerPlaceRole.Echo)
        {
            inner.Role = AnswerPlaceRole.Whole;
            inner.Owner = TextScope.Hash(0, value.Bytes);
        }

        Add(value, inner.Role, inner, TextScope.FormOf(name));
    }

    private void AddList(ReadOnlySpan<byte> name, JsonValue value, in TextScope scope)
    {
        // The parts of one message's content are one text, cut where the provider liked.
        var isOneText = name.SequenceEqual("content"u8) || name.SequenceEqual("thinking"u8);
        var number = 0;
        var elements = value.Members();
        while (elements.Next())
        {
            var element = elements.Value;
            var inner = scope;
            if (!isOneText)
            {
                inner.Number = NumberOf(element, number);
                inner.Path = TextScope.Hash(scope.Path, inner.Number.Value);
            }
            else if (scope.Role != AnswerPlaceRole.Delta)
            {
                inner.Number = number;
            }

            number++;
            if (element.IsObject)
                AddObject(element, inner);
            else if (element.IsArray)
                AddList(name, element, inner);
            else if (element.IsString && element.HasContent)
                Add(element, inner.Role, inner);
        }
    }

    private static bool IsStructural(ReadOnlySpan<byte> name, in TextScope scope) =>
        StructuralNames.Contains(name) || (scope.HasOpaqueData && name.SequenceEqual("data"u8));

    private static bool HasName(JsonValue function)
    {
        var members = function.Members();
        while (members.Next())
        {
            if (members.NameIs("name"u8))
                return members.Value.HasContent;
        }

        return false;
    }

    private static int NumberOf(JsonValue element, int position)
    {
        var members = element.Members();
        while (element.IsObject && members.Next())
        {
            if (members.NameIs("index"u8) && members.Value.TryGetIndex(out var index))
                return index;
        }

        return position;
    }
}
